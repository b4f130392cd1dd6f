package org.viestka.vault;

import java.nio.charset.StandardCharsets;

/** RFC 4648 §6 in lower case and without padding: relays may fold the case of what we put into envelope addresses. */
final class Base32 {

    private static final String ALPHABET_VALUES = "abcdefghijklmnopqrstuvwxyz234567";
    private static final byte[] ALPHABET = ALPHABET_VALUES.getBytes(StandardCharsets.US_ASCII);

    private Base32() {}

    static String encode(byte[] octets) {
        var out = new byte[(octets.length * 8 + 4) / 5];
        int length = 0;
        int buffer = 0;
        int bits = 0;
        for (byte octet : octets) {
            buffer = buffer << 8 | octet & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out[length++] = ALPHABET[buffer >> bits & 31];
            }
        }
        if (bits > 0) {
            out[length] = ALPHABET[buffer << 5 - bits & 31];
        }
        return new String(out, StandardCharsets.US_ASCII);
    }

    /** What {@link #encode} made of so many octets, in whatever case; {@code null} when it made no such text. */
    static byte[] decode(String text, int octets) {
        var out = new byte[octets];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET_VALUES.indexOf(Character.toLowerCase(text.charAt(i)));
            if (value < 0) {
                return null;
            }
            buffer = (buffer << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8 && at < octets) {
                bits -= 8;
                out[at++] = (byte) (buffer >> bits);
            }
        }
        return at == octets && encode(out).equalsIgnoreCase(text) ? out : null;
    }
}
