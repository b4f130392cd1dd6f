package org.viestka.subscriber;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * Signs that nobody sees and that come along when text is pasted or exported: blanks of every width, zero-width spaces, byte
 * order marks, marks of direction, control signs. Around a text they mean nothing.
 */
public final class InvisibleSigns {

    private static final int BLANK_BRAILLE_PATTERN = 0x2800;
    /** In place of a picture that was copied along. */
    private static final int OBJECT_REPLACEMENT = 0xfffc;

    private InvisibleSigns() {}

    /** The text without the invisible signs in front of it and behind it. */
    public static String strip(String text) {
        int end = text.length();
        while (end > 0 && is(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        int start = 0;
        while (start < end && is(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start, end);
    }

    /** The same for a text that may be missing. */
    public static String stripped(String text) {
        return text == null ? null : strip(text);
    }

    /** The text without any of them; blanks that were typed stay. */
    static String remove(String text) {
        return text.codePoints().filter(sign -> sign == ' ' || !is(sign))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    public static boolean is(int sign) {
        if (sign > ' ' && sign < 0x7f) {
            return false;
        }
        return sign <= 0xa0 || Character.isWhitespace(sign) || Character.isSpaceChar(sign)
                || Character.getType(sign) == Character.FORMAT || sign == BLANK_BRAILLE_PATTERN || sign == OBJECT_REPLACEMENT
                || UCharacter.hasBinaryProperty(sign, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }
}
