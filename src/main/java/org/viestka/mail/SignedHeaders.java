package org.viestka.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Header fields in the {@code relaxed} form of RFC 6376 §3.4.2. */
final class SignedHeaders {

    private SignedHeaders() {}

    /**
     * Those fields that are there, each with its CRLF; of several with one name the last (§5.4.2).
     *
     * @param headers with CRLF line ends, up to and with the empty line or without it
     * @param names of the fields, each once, in the order in which they are signed
     */
    static String relaxed(String headers, List<String> names) {
        var fields = new HashMap<String, String>();
        for (var field : headers.split("\r\n(?![ \t])")) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.put(field.substring(0, colon).strip().toLowerCase(Locale.ROOT), field);
            }
        }
        var out = new StringBuilder();
        for (var name : names) {
            var field = fields.get(name.toLowerCase(Locale.ROOT));
            if (field != null) {
                out.append(relaxed(field)).append("\r\n");
            }
        }
        return out.toString();
    }

    /** One field without its line end. */
    static String relaxed(String field) {
        int colon = field.indexOf(':');
        return field.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":"
                + field.substring(colon + 1).replaceAll("[ \t\r\n]+", " ").strip();
    }
}
