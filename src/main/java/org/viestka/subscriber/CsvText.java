package org.viestka.subscriber;

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
 * A file as text: UTF-8 with or without a mark, or else windows-1251, which spreadsheets write where Cyrillic is written. Up
 * to the first letter that is not ASCII both are the same; which it is, that letter and what follows say. What a client says
 * of it does not count: many say what their library says for them.
 */
class CsvText extends Reader {

    private static final int WINDOW = 32 * 1024;
    private static final Charset CYRILLIC = Charset.forName("windows-1251");

    private final InputStream file;
    private final long mostOctets;
    private final ByteBuffer octets = ByteBuffer.allocate(WINDOW);
    private final CharBuffer text = CharBuffer.allocate(WINDOW).flip();
    private CharsetDecoder decoder = decoder(StandardCharsets.UTF_8);
    private boolean begun;
    private boolean decided;
    private boolean ended;
    private long count;

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

    private void fill() throws IOException {
        int read = file.readNBytes(octets.array(), octets.position(), octets.remaining());
        count += read;
        if (count > mostOctets) {
            throw new UnreadableFile(UnreadableFile.Reason.TOO_LARGE);
        }
        ended = read < octets.remaining();
        octets.position(octets.position() + read).flip();
        int limit = octets.limit();
        if (!begun && octets.limit() >= 3 && octets.get(0) == (byte) 0xEF && octets.get(1) == (byte) 0xBB
                && octets.get(2) == (byte) 0xBF) {
            octets.position(3);
            decided = true;
        }
        begun = true;
        if (!decided) {
            int foreign = firstForeign();
            if (foreign == octets.position() && foreign < limit) {
                decided = true;
                decoder = isUtf8() ? decoder : decoder(CYRILLIC);
            } else {
                // What says which it is shall have a whole window: it is looked at next time.
                octets.limit(foreign);
            }
        }
        text.clear();
        boolean last = ended && octets.limit() == limit;
        decoder.decode(octets, text, last);
        if (last) {
            decoder.flush(text);
        }
        text.flip();
        octets.limit(limit).compact();
        ended = last;
        refuseBinary();
    }

    /** Where the first octet is that is not ASCII; the end when there is none. */
    private int firstForeign() {
        int at = octets.position();
        while (at < octets.limit() && octets.get(at) >= 0) {
            at++;
        }
        return at;
    }

    private boolean isUtf8() {
        return !StandardCharsets.UTF_8.newDecoder().decode(octets.duplicate(), CharBuffer.allocate(WINDOW), ended).isError();
    }

    private void refuseBinary() throws UnreadableFile {
        for (int i = 0; i < text.remaining(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\r' && c != '\n') {
                throw new UnreadableFile(UnreadableFile.Reason.BINARY);
            }
        }
    }

    private static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }
}
