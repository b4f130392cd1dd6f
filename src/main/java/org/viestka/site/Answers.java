package org.viestka.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Answers that caches between us and the reader may keep for a moment: they are the same for everybody. */
final class Answers {

    // Seconds. Long enough to take the weight of a rush off us, too short to hide a correction.
    static final String CACHE = "public, max-age=10";

    // The time in the form is another each second; an older one serves as well.
    private static final Pattern STAMP = Pattern.compile("(name=\"stamp\" value=)\"[^\"]*\"");

    private Answers() {}

    /** 200, or 304 where the reader has it already. */
    static Response of(String text, String mediaType, String language, Request request) {
        var tag = new EntityTag(digest(STAMP.matcher(text).replaceAll("$1")), true);
        var unchanged = request.evaluatePreconditions(tag);
        var answer = unchanged == null ? Response.ok(text, mediaType) : unchanged;
        return answer.tag(tag).header(HttpHeaders.CONTENT_LANGUAGE, language)
                .header(HttpHeaders.CACHE_CONTROL, CACHE).build();
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
