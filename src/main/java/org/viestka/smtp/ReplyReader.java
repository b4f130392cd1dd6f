package org.viestka.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads replies from the server, of one line or many (RFC 5321 §4.2.1). One thread at a time. */
final class ReplyReader {

    /** Characters of a line; RFC 5321 §4.5.3.1.5 promises at most 512. */
    private static final int LONGEST_LINE = 2000;
    private static final int MOST_LINES = 100;

    private final InputStream in;
    private final byte[] buffer = new byte[4096];
    private final byte[] line = new byte[LONGEST_LINE];
    private int next;
    private int end;
    private int lineLength;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Whether octets were read that no reply has used: before a TLS handshake that is an attack (RFC 3207 §6). */
    boolean hasLeftover() {
        return next < end;
    }

    /**
     * @throws MalformedReplyException for anything that is no reply
     * @throws EOFException when the server has hung up
     */
    Reply read() throws IOException {
        readLine();
        int code = code();
        var text = lineText();
        if (isLast()) {
            return new Reply(code, text);
        }
        var all = new StringBuilder(text);
        for (int lines = 2; lines <= MOST_LINES; lines++) {
            readLine();
            if (code() != code) {
                throw new MalformedReplyException("lines of one reply have different codes");
            }
            all.append('\n').append(lineText());
            if (isLast()) {
                return new Reply(code, all.toString());
            }
        }
        throw new MalformedReplyException("a reply of more than " + MOST_LINES + " lines");
    }

    private int code() throws MalformedReplyException {
        boolean wellFormed = lineLength >= 3 && line[0] >= '2' && line[0] <= '5' && isDigit(line[1]) && isDigit(line[2])
                && (lineLength == 3 || line[3] == ' ' || line[3] == '-');
        if (!wellFormed) {
            throw new MalformedReplyException("a line that does not begin with a reply code");
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private boolean isLast() {
        return lineLength == 3 || line[3] == ' ';
    }

    private String lineText() {
        return lineLength <= 4 ? "" : new String(line, 4, lineLength - 4, StandardCharsets.UTF_8);
    }

    /** Up to the line feed; the carriage return before it is dropped, and not missed. */
    private void readLine() throws IOException {
        lineLength = 0;
        while (true) {
            if (next == end) {
                fill();
            }
            byte octet = buffer[next++];
            if (octet == '\n') {
                if (lineLength > 0 && line[lineLength - 1] == '\r') {
                    lineLength--;
                }
                return;
            }
            if (lineLength == LONGEST_LINE) {
                throw new MalformedReplyException("a line of more than " + LONGEST_LINE + " octets");
            }
            line[lineLength++] = octet;
        }
    }

    private void fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
            throw new EOFException("the server hung up");
        }
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
