package org.viestka.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** An answer that is the same for everybody, ready to be sent: in octets, and packed for the bad line. */
final class KeptPage {

    /** Seconds that a cache between us and the reader may keep it, when we have kept it as long ourselves. */
    static final int SECONDS = 5;
    static final String CACHE_CONTROL = "public, max-age=" + SECONDS;
    // Its name stays the same when its content changes. And no longer than a visit: what a browser keeps tells where it was.
    private static final String STYLE_CACHE_CONTROL = "public, max-age=600";

    // The time in the form is another each second; an older one serves as well.
    private static final Pattern STAMP = Pattern.compile("(name=\"stamp\" value=)\"[^\"]*\"");
    // RFC 9110 §12.5.3: named, and not with a weight of zero.
    private static final Pattern TAKES_GZIP = Pattern.compile("(?i)(^|[,\\s])gzip\\s*(,|$|;\\s*q=(1|0\\.0{0,2}[1-9]))");
    /** Objects around the octets; roughly. */
    private static final int OVERHEAD = 500;

    private final byte[] octets;
    private final byte[] packed;
    private final String mediaType;
    private final String language;
    private final String cacheControl;
    private final EntityTag tag;
    private final String movedTo;

    private KeptPage(byte[] octets, String mediaType, String language, String cacheControl, EntityTag tag, String movedTo) {
        this.octets = octets;
        this.packed = gzip(octets);
        this.mediaType = mediaType;
        this.language = language;
        this.cacheControl = cacheControl;
        this.tag = tag;
        this.movedTo = movedTo;
    }

    /** @param mediaType with {@code charset=UTF-8} */
    static KeptPage of(String text, String mediaType, String language) {
        var tag = new EntityTag(digest(STAMP.matcher(text).replaceAll("$1")), true);
        return new KeptPage(text.getBytes(StandardCharsets.UTF_8), mediaType, language, CACHE_CONTROL, tag, null);
    }

    /** A style sheet, which changes with the service and says nothing in any language. */
    static KeptPage style(String css) {
        return new KeptPage(css.getBytes(StandardCharsets.UTF_8), "text/css;charset=UTF-8", null, STYLE_CACHE_CONTROL,
                new EntityTag(digest(css), true), null);
    }

    /** 301 to another path. */
    static KeptPage moved(String path) {
        return new KeptPage(new byte[0], null, null, CACHE_CONTROL, null, path);
    }

    /** 200, 301, or 304 where the reader has it already. */
    Response answer(Request request, HttpHeaders headers) {
        if (movedTo != null) {
            return Response.status(Response.Status.MOVED_PERMANENTLY).header(HttpHeaders.LOCATION, movedTo)
                    .header(HttpHeaders.CACHE_CONTROL, cacheControl).build();
        }
        var answer = request.evaluatePreconditions(tag);
        if (answer == null) {
            var accepted = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
            boolean packs = accepted != null && TAKES_GZIP.matcher(accepted).find();
            answer = Response.ok(packs ? packed : octets, mediaType);
            if (packs) {
                answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
            }
        }
        return answer.tag(tag).header(HttpHeaders.CONTENT_LANGUAGE, language).header(HttpHeaders.VARY, "Accept-Encoding")
                .header(HttpHeaders.CACHE_CONTROL, cacheControl).build();
    }

    /** Octets of memory that it takes, roughly. */
    int weight() {
        return octets.length + packed.length + OVERHEAD;
    }

    private static byte[] gzip(byte[] octets) {
        var packed = new ByteArrayOutputStream(octets.length / 2);
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
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
