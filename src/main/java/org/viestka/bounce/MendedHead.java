package org.viestka.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The head of a message without what keeps a parser from its parts: lines between fields that are none, a second type, and a
 * boundary that is missing or is not the one between the parts.
 */
final class MendedHead {

    private static final String END = "\r\n\r\n";
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \\t]*:");
    private static final Pattern TYPE = Pattern.compile("content-type[ \\t]*:", Pattern.CASE_INSENSITIVE);
    private static final Pattern MULTIPART = Pattern.compile("[^:]+:\\s*multipart/", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^;\\s]+))",
            Pattern.CASE_INSENSITIVE);
    /** The first line that looks like a boundary before a part. */
    private static final Pattern DELIMITER = Pattern
            .compile("\r\n--([^\\s\"\\\\](?:[^\r\n\"\\\\]{0,68}[^\\s\"\\\\])?)[ \\t]*\r\n(?=Content-[\\w-]+[ \\t]*:|\r\n)",
                    Pattern.CASE_INSENSITIVE);

    private MendedHead() {}

    /** @param message with the line ends of RFC 5322 */
    static String of(String message) {
        int end = message.indexOf(END);
        var body = end < 0 ? "" : message.substring(end + 2);
        var fields = new ArrayList<StringBuilder>();
        var behind = fields(end < 0 ? message : message.substring(0, end), fields);
        if (fields.isEmpty()) {
            return message;
        }
        var types = fields.stream().filter(MendedHead::isType).toList();
        var out = new StringBuilder(message.length() + 100);
        fields.stream().filter(field -> !isType(field)).forEach(out::append);
        types.stream().filter(field -> MULTIPART.matcher(field).lookingAt()).findFirst()
                .map(field -> withBoundary(field.toString(), body))
                .or(() -> types.stream().findFirst().map(StringBuilder::toString)).ifPresent(out::append);
        return out.append(behind).append(body).toString();
    }

    private static boolean isType(CharSequence field) {
        return TYPE.matcher(field).lookingAt();
    }

    /**
     * Each with the lines that it goes on in.
     *
     * @return what stands behind the last of them: the text, where the empty line before it is missing
     */
    private static StringBuilder fields(String head, List<StringBuilder> fields) {
        var between = new StringBuilder();
        var current = between;
        for (var line : head.split("\r\n")) {
            if (FIELD.matcher(line).lookingAt()) {
                between.setLength(0);
                current = new StringBuilder();
                fields.add(current);
            } else if (!line.startsWith(" ") && !line.startsWith("\t")) {
                current = between;
            }
            current.append(line).append("\r\n");
        }
        return between;
    }

    private static String withBoundary(String type, String body) {
        var declared = BOUNDARY.matcher(type);
        if (declared.find() && body.contains("\r\n--" + (declared.group(1) == null ? declared.group(2) : declared.group(1)))) {
            return type;
        }
        var found = DELIMITER.matcher(body);
        return found.find()
                ? type.substring(0, type.length() - 2).replaceFirst(";(?s).*", "") + "; boundary=\"" + found.group(1) + "\"\r\n"
                : type;
    }
}
