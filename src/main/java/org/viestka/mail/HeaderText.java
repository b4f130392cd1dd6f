package org.viestka.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Text of any language as it may stand in a header: plain where it is plain ASCII, otherwise encoded-words of RFC 2047, folded so
 * that no line is longer than 76 characters. Text that could end the line is refused, so no header can be smuggled in.
 */
public final class HeaderText {

    /** RFC 2047 §2: of an encoded-word 75, of a line that has one 76. */
    private static final int LONGEST_WORD = 75;
    private static final int LONGEST_LINE = 76;
    private static final String BASE64 = "=?UTF-8?B?";
    private static final String QUOTED = "=?UTF-8?Q?";
    private static final int FRAME = BASE64.length() + "?=".length();
    private static final Pattern LONG_WORD = Pattern.compile("[^ ]{60}");
    private static final String FOLD = "\r\n ";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderText() {}

    /**
     * A value such as that of {@code Subject}.
     *
     * @param column characters of the line that are taken already, the field's name for the most part
     * @throws IllegalArgumentException for control characters, line separators and halves of characters
     */
    public static String unstructured(String text, int column) {
        requireSafe(text);
        return isPlain(text) ? folded(text, column) : encoded(text, column);
    }

    /**
     * A name, which may be empty, and what it names in angle brackets: a mailbox (RFC 5322 §3.4) or a list (RFC 2919 §3).
     *
     * @param bracketed what may stand there as it is; the caller has seen to it
     * @throws IllegalArgumentException as {@link #unstructured}
     */
    public static String named(String phrase, String bracketed, int column) {
        requireSafe(phrase);
        if (phrase.isEmpty()) {
            return "<" + bracketed + ">";
        }
        // Words of letters and digits need no quotes; for any others an encoded-word is what every reader understands.
        var written = phrase.matches("[A-Za-z0-9]+( [A-Za-z0-9]+)*") && column + phrase.length() <= LONGEST_LINE
                ? phrase
                : encoded(phrase, column);
        int lastLine = written.lastIndexOf('\n') + 1;
        int used = (lastLine == 0 ? column : 0) + written.length() - lastLine;
        return written + (used + bracketed.length() + 3 > LONGEST_LINE ? FOLD : " ") + "<" + bracketed + ">";
    }

    private static void requireSafe(String text) {
        boolean safe = text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        });
        if (!safe) {
            throw new IllegalArgumentException("a header cannot hold control characters");
        }
    }

    /** Whether it can stand as it is, and be folded at its spaces and unfolded without a change. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f) && !text.contains("=?") && !text.contains("  ")
                && text.equals(text.strip()) && !LONG_WORD.matcher(text).find();
    }

    private static String folded(String text, int column) {
        var out = new StringBuilder();
        int used = column;
        for (var word : text.split(" ")) {
            if (!out.isEmpty()) {
                boolean full = used + 1 + word.length() > LONGEST_LINE;
                out.append(full ? FOLD : " ");
                used = full ? 1 : used + 1;
            }
            out.append(word);
            used += word.length();
        }
        return out.toString();
    }

    private static String encoded(String text, int column) {
        boolean base64 = base64Length(text) <= quotedLength(text);
        var out = new StringBuilder();
        int room = Math.min(LONGEST_WORD, LONGEST_LINE - column) - FRAME;
        int from = 0;
        while (from < text.length()) {
            int to = base64 ? endOfBase64(text, from, room) : endOfQuoted(text, from, room);
            if (base64 && to == from) {
                // Nothing fits that needs no padding.
                int quoted = endOfQuoted(text, from, room);
                if (quoted > from) {
                    append(out, text.substring(from, quoted), false);
                    to = quoted;
                }
            } else if (to > from) {
                append(out, text.substring(from, to), base64);
            }
            if (to < text.length()) {
                out.append(FOLD);
            }
            from = to;
            room = LONGEST_WORD - FRAME;
        }
        return out.toString();
    }

    /**
     * The end of the longest word that needs no padding, unless it is the last one: some readers join words before they decode
     * them. By whole code points, or the word would not be valid UTF-8 of its own (RFC 2047 §5).
     */
    private static int endOfBase64(String text, int from, int room) {
        int octets = 0;
        int end = from;
        for (int at = from; at < text.length();) {
            int next = at + Character.charCount(text.codePointAt(at));
            octets += text.substring(at, next).getBytes(StandardCharsets.UTF_8).length;
            if ((octets + 2) / 3 * 4 > room) {
                return end;
            }
            if (octets % 3 == 0 || next == text.length()) {
                end = next;
            }
            at = next;
        }
        return end;
    }

    private static int endOfQuoted(String text, int from, int room) {
        int length = 0;
        int at = from;
        while (at < text.length()) {
            int next = at + Character.charCount(text.codePointAt(at));
            length += quotedLength(text.substring(at, next));
            if (length > room) {
                break;
            }
            at = next;
        }
        return at;
    }

    private static void append(StringBuilder out, String text, boolean base64) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        if (base64) {
            out.append(BASE64).append(Base64.getEncoder().encodeToString(octets)).append("?=");
            return;
        }
        out.append(QUOTED);
        for (byte octet : octets) {
            if (octet == ' ') {
                out.append('_');
            } else if (isLiteral(octet)) {
                out.append((char) octet);
            } else {
                out.append('=').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
            }
        }
        out.append("?=");
    }

    private static int base64Length(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
    }

    private static int quotedLength(String text) {
        int length = 0;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            length += octet == ' ' || isLiteral(octet) ? 1 : 3;
        }
        return length;
    }

    /** RFC 2047 §5 (3): all that may stand for itself in a phrase, and so anywhere. */
    private static boolean isLiteral(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "!*+-/".indexOf(c) >= 0;
    }
}
