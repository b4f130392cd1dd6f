package org.viestka.delivery;

import java.util.regex.Pattern;

/**
 * What the server said, well formed (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param enhanced the status of RFC 3463, for example {@code 5.1.1}; empty where the server gave none
 * @param text the lines without their codes, joined by line feeds; hostile until escaped
 */
record Reply(int code, String enhanced, String text) {

    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*)?", Pattern.DOTALL);

    Reply(int code, String text) {
        this(code, enhanced(text), text);
    }

    boolean isPositive() {
        return code < 300;
    }

    boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    boolean isPermanent() {
        return code >= 500;
    }

    /** RFC 5321 §3.8: the server hangs up, whatever the command was. */
    boolean isGoodbye() {
        return code == 421;
    }

    private static String enhanced(String text) {
        if (text.length() < 5 || text.charAt(1) != '.') {
            return "";
        }
        var matcher = ENHANCED.matcher(text);
        return matcher.matches() ? matcher.group(1) : "";
    }
}
