package org.viestka.smtp;

/**
 * What the server said, well formed (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param enhanced the status of RFC 3463, for example {@code 5.1.1}; empty where the server gave none
 * @param text the lines without their codes, joined by line feeds; hostile until escaped
 */
public record Reply(int code, String enhanced, String text) {

    public Reply(int code, String text) {
        this(code, enhanced(text), text);
    }

    boolean isPositive() {
        return code < 300;
    }

    boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /** RFC 5321 §3.8: the server hangs up, whatever the command was. */
    boolean isGoodbye() {
        return code == 421;
    }

    /** A loop, not a pattern: it looks at four replies for each message. */
    private static String enhanced(String text) {
        if (text.length() < 5 || "245".indexOf(text.charAt(0)) < 0) {
            return "";
        }
        int end = number(text, number(text, 1));
        return end > 0 && (end == text.length() || " \t\n\r\f\u000b".indexOf(text.charAt(end)) >= 0)
                ? text.substring(0, end)
                : "";
    }

    /** Behind a dot and one to three digits; -1 where there are none. */
    private static int number(String text, int from) {
        if (from < 0 || from >= text.length() || text.charAt(from) != '.') {
            return -1;
        }
        int at = from + 1;
        while (at < text.length() && at <= from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > from + 1 ? at : -1;
    }
}
