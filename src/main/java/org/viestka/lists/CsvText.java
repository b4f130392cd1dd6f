package org.viestka.lists;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A file as text. UTF-16 is known by its mark, or by the zero octets of a header in ASCII. Everything else is read a line at a time:
 * a line that is valid UTF-8 is UTF-8. Other lines are windows-1251, which spreadsheets write where Cyrillic is written, unless most
 * lines before were UTF-8: then the octets that do not belong there become U+FFFD. What a client says of the charset does not count:
 * many say what their library says for them. Byte order marks at the beginning of a row are no text.
 */
class CsvText extends Reader {

    private static final int WINDOW = 32 * 1024;
    private static final int LONGEST_UTF_8 = 4;

    private final InputStream file;
    private final long mostOctets;
    private final ByteBuffer octets = ByteBuffer.allocate(WINDOW);
    private final CharBuffer decoded = CharBuffer.allocate(WINDOW);
    private final CharBuffer text = CharBuffer.allocate(WINDOW + 1).flip();
    private final JoinedLists joined = new JoinedLists();
    private final CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    private final CharsetDecoder lenient = replacing(StandardCharsets.UTF_8);
    private final CharsetDecoder cyrillic = replacing(Charset.forName("windows-1251"));
    /** Null unless the file is UTF-16. */
    private WideText utf16;
    private boolean begun;
    private boolean ended;
    private long count;
    private long utf8Lines;
    private long otherLines;

    CsvText(InputStream file, long mostOctets) {
        this.file = file;
        this.mostOctets = mostOctets;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        while (!text.hasRemaining()) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int read = Math.min(length, text.remaining());
        text.get(buffer, offset, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** How many lines of the file end where so many of what was read did. Asked with numbers that grow. */
    long inFile(long lineEnds) {
        return joined.inFile(lineEnds);
    }

    private void fill() throws IOException {
        int read = file.readNBytes(octets.array(), octets.position(), octets.remaining());
        count += read;
        if (count > mostOctets) {
            throw new UnreadableFile(UnreadableFile.Reason.TOO_LARGE);
        }
        ended = read < octets.remaining();
        octets.position(octets.position() + read).flip();
        if (!begun) {
            begin();
        }
        decoded.clear();
        if (utf16 == null) {
            decodeLines();
        } else {
            utf16.decode(octets, decoded, ended);
        }
        octets.compact();
        text.clear();
        joined.copy(decoded.flip(), text);
        text.flip();
    }

    private void begin() {
        begun = true;
        if (startsWith(0xFF, 0xFE) || isLetterThenZero(0)) {
            utf16 = new WideText(StandardCharsets.UTF_16LE);
        } else if (startsWith(0xFE, 0xFF) || isLetterThenZero(1)) {
            utf16 = new WideText(StandardCharsets.UTF_16BE);
        } else if (startsWith(0xEF, 0xBB, 0xBF)) {
            utf8Lines = Long.MAX_VALUE / 2;
        }
    }

    private boolean startsWith(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (octets.limit() <= i || Byte.toUnsignedInt(octets.get(i)) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isLetterThenZero(int letter) {
        return octets.limit() >= 4 && octets.get(letter) > ' ' && octets.get(1 - letter) == 0 && octets.get(2 + letter) > ' '
                && octets.get(3 - letter) == 0;
    }

    /** Decodes the whole lines that are there; of a line that is longer than the window, whole letters. */
    private void decodeLines() {
        int end = ended ? octets.limit() : endOfLastLine();
        while (octets.position() < end) {
            int foreign = copyAscii(end);
            if (foreign < end) {
                while (foreign < end && !isLineEnd(octets.get(foreign))) {
                    foreign++;
                }
                decodeLine(foreign);
            }
        }
    }

    /** Copies the lines before the first one that is not ASCII alone; where in that the first such octet is. */
    private int copyAscii(int end) {
        var from = octets.array();
        var to = decoded.array();
        int start = octets.position();
        int line = start;
        int foreign = start;
        for (int at = decoded.position(); foreign < end && from[foreign] >= 0; foreign++) {
            to[at++] = (char) from[foreign];
            if (isLineEnd(from[foreign])) {
                line = foreign + 1;
            }
        }
        int copied = foreign == end ? end : line;
        decoded.position(decoded.position() + copied - start);
        octets.position(copied);
        return foreign;
    }

    private void decodeLine(int end) {
        int start = decoded.position();
        var line = octets.slice(octets.position(), end - octets.position());
        octets.position(end);
        if (!strict.reset().decode(line, decoded, true).isError()) {
            utf8Lines++;
        } else {
            decoded.position(start);
            (utf8Lines > otherLines ? lenient : cyrillic).reset().decode(line.rewind(), decoded, true);
            otherLines++;
        }
    }

    private int endOfLastLine() {
        int end = octets.limit();
        while (end > octets.position() && !isLineEnd(octets.get(end - 1))) {
            end--;
        }
        if (end > octets.position()) {
            return end;
        }
        // The octets of one letter stay together: all but the first are 10xxxxxx.
        end = octets.limit() - 1;
        for (int i = 1; i < LONGEST_UTF_8 && (octets.get(end) & 0xC0) == 0x80; i++) {
            end--;
        }
        return end;
    }

    private static boolean isLineEnd(byte octet) {
        return octet == '\n' || octet == '\r';
    }

    private static CharsetDecoder replacing(Charset charset) {
        return charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }
}
