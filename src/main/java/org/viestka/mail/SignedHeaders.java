package org.viestka.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Header fields in the {@code relaxed} form of RFC 6376 §3.4.2. One thread at a time. */
final class SignedHeaders {

    private final byte[][] names;
    private final int[] begins;
    private final int[] ends;

    /** @param names of the fields, each once, in the order in which they are signed */
    SignedHeaders(List<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT).getBytes(US_ASCII)).toArray(byte[][]::new);
        begins = new int[this.names.length];
        ends = new int[this.names.length];
    }

    /** Appends those fields that are there, each with its CRLF; of several with one name the last (§5.4.2). */
    void appendRelaxed(byte[] octets, int from, int to, OctetBuffer out) {
        Arrays.fill(ends, -1);
        for (int begin = from; begin < to;) {
            int end = fieldEnd(octets, begin, to);
            for (int i = 0; i < names.length; i++) {
                if (isNamed(octets, begin, end, names[i])) {
                    begins[i] = begin;
                    ends[i] = end;
                }
            }
            begin = end;
        }
        for (int i = 0; i < names.length; i++) {
            if (ends[i] >= 0) {
                appendRelaxed(octets, begins[i], ends[i], names[i], out);
                out.append('\r').append('\n');
            }
        }
    }

    /** Appends one field without its line end. */
    static void appendRelaxed(byte[] octets, int from, int to, byte[] name, OctetBuffer out) {
        out.append(name).append(':');
        boolean begun = false;
        for (int i = from + name.length + 1; i < to;) {
            int word = i;
            while (i < to && !isWhite(octets[i])) {
                i++;
            }
            if (i > word) {
                if (begun) {
                    out.append(' ');
                }
                out.append(octets, word, i - word);
                begun = true;
            }
            i++;
        }
    }

    private static boolean isWhite(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** After the line feed that no white space follows. */
    private static int fieldEnd(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n' && (i + 1 == to || octets[i + 1] != ' ' && octets[i + 1] != '\t')) {
                return i + 1;
            }
        }
        return to;
    }

    private static boolean isNamed(byte[] octets, int from, int to, byte[] name) {
        if (to - from <= name.length || octets[from + name.length] != ':') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int c = octets[from + i];
            if (name[i] != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
                return false;
            }
        }
        return true;
    }
}
