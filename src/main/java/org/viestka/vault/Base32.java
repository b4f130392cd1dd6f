package org.viestka.vault;

/** RFC 4648 §6 in lower case and without padding: relays may fold the case of what we put into envelope addresses. */
final class Base32 {

    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

    private Base32() {}

    static String encode(byte[] octets) {
        var out = new StringBuilder((octets.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte octet : octets) {
            buffer = buffer << 8 | octet & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET[buffer >> bits & 31]);
            }
        }
        if (bits > 0) {
            out.append(ALPHABET[buffer << 5 - bits & 31]);
        }
        return out.toString();
    }
}
