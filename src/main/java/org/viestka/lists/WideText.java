package org.viestka.lists;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;

/**
 * UTF-16 as text. Line ends that were changed octet by octet, a lost octet and lines in another encoding turn what follows into
 * letters that nobody wrote, and rows into none. Where such are seen the whole file is refused: what else is wrong cannot be known.
 */
final class WideText {

    private static final String LETTER = "(?:[A-Za-z0-9]|[\\xC3-\\xDF][\\x80-\\xBF])";
    /** An address in ASCII, UTF-8 or windows-1251, octet by octet. Bounded, as a group that repeats takes stack. */
    private static final Pattern NARROW_ADDRESS = Pattern.compile("[A-Za-z0-9._+\\x80-\\xBF-]@(?:" + LETTER + "|[.-]){1,253}\\."
            + LETTER + "{2}|[A-Za-z0-9._+-]@[\\xC0-\\xFF.-]{1,253}\\.[\\xC0-\\xFF]{2}");
    /** Octets of the longest address: one may begin in one window and end in the next. */
    private static final int LONGEST_ADDRESS = 512;
    /** What line ends and an @ become that lie across two signs, beside one of Latin, Greek or Cyrillic. Else next to nobody writes these. */
    private static final String SPLIT = "\0\u0D00\u0D04\u4000\u4001\u4002\u4003\u4004\u4005";

    private final CharsetDecoder decoder;
    private String before = "";
    private long line = 1;
    private char last;

    WideText(Charset charset) {
        decoder = charset.newDecoder();
    }

    /** @throws UnreadableFile with the line where it begins to be no UTF-16 */
    void decode(ByteBuffer octets, CharBuffer text, boolean ended) throws UnreadableFile {
        var seen = before
                + new String(octets.array(), octets.position(), octets.remaining(), StandardCharsets.ISO_8859_1);
        var narrow = NARROW_ADDRESS.matcher(seen);
        int wideUntil = narrow.find() ? Math.max(0, narrow.start() - before.length()) / 2 : Integer.MAX_VALUE;
        int start = text.position();
        boolean broken = decoder.decode(octets, text, ended).isError();
        for (int i = start; i < text.position(); i++) {
            check(text.get(i), i - start < wideUntil);
        }
        if (broken || wideUntil < Integer.MAX_VALUE) {
            throw unreadable();
        }
        int end = seen.length() - octets.remaining();
        before = seen.substring(Math.max(0, end - LONGEST_ADDRESS), end);
    }

    private void check(char sign, boolean wide) throws UnreadableFile {
        if (!wide || SPLIT.indexOf(sign) >= 0 || !UCharacter.isDefined(sign)) {
            throw unreadable();
        }
        if (sign == '\r' || sign == '\n' && last != '\r') {
            line++;
        }
        last = sign;
    }

    private UnreadableFile unreadable() {
        return new UnreadableFile(UnreadableFile.Reason.NOT_UTF_16, line, line);
    }
}
