package org.viestka.mailing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a browser may do with a mail that it shows: nothing but use the styles that stand in it, each named by its hash (CSP
 * Level 3 §2.3.1), so that what somebody smuggled in would not even have those.
 */
public final class MailPolicy {

    private static final String STRICT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    private static final Pattern STYLE = Pattern.compile("<style[^>]*>(.*?)</style>|<[a-z][^>]*? style=\"([^\"]*)\"",
            Pattern.DOTALL);

    private MailPolicy() {}

    /** @param html of ours: attributes in double quotes, and nothing in a style that HTML would escape */
    public static String of(String html) {
        var hashes = styles(html).stream().map(style -> " 'sha256-" + hash(style) + "'").collect(Collectors.joining());
        return STRICT + "; style-src" + (hashes.isEmpty() ? " 'none'" : " 'unsafe-hashes'" + hashes);
    }

    private static List<String> styles(String html) {
        return STYLE.matcher(html).results().map(found -> found.group(1) == null ? found.group(2) : found.group(1)).distinct()
                .toList();
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
