package org.viestka.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.IntStream;

/**
 * A text in base64 (RFC 2045 §6.8) that is encoded once and in which a token of fixed length is replaced for each reader: only the
 * groups of four characters that the token touches are computed anew. Such a group never crosses the end of a line, since a
 * line has nineteen.
 */
final class TokenizedText {

    private static final int LINE = 76;
    private static final byte[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(StandardCharsets.US_ASCII);

    private final byte[] encoded;
    /** Where in {@link #encoded} each group begins that has octets of the token. */
    private final int[] groups;
    /** Three for each group: an octet of the text, or the complement of an index into the token. */
    private final int[] sources;

    /**
     * @param text in which {@link EncodedMailing#TOKEN} stands for the token; its line ends may be of any kind
     * @param tokenLength characters of every token, all of them ASCII
     */
    TokenizedText(String text, int tokenLength) {
        var lines = text.replace("\r\n", "\n").replace('\r', '\n');
        // The text ends with a line end, so that the last group, which may be padded, has nothing of a token.
        var canonical = (lines.endsWith("\n") ? lines : lines + "\n").replace("\n", "\r\n");
        var octets = sources(canonical, tokenLength);
        encoded = encode(octets);
        groups = IntStream.range(0, octets.length / 3).filter(group -> touchesToken(octets, group * 3)).toArray();
        sources = new int[groups.length * 3];
        for (int i = 0; i < groups.length; i++) {
            System.arraycopy(octets, groups[i] * 3, sources, i * 3, 3);
            groups[i] = groups[i] * 4 + groups[i] * 4 / LINE * 2;
        }
    }

    /** The encoded text with meaningless tokens. */
    byte[] encoded() {
        return encoded;
    }

    /** So many octets of {@link #encoded} have nothing of a token in or before them. */
    int beforeToken() {
        return groups[0];
    }

    /** Puts the token into a copy of {@link #encoded} that begins at {@code from}. */
    void splice(String token, byte[] target, int from) {
        for (int i = 0; i < groups.length; i++) {
            int three = octet(i * 3, token) << 16 | octet(i * 3 + 1, token) << 8 | octet(i * 3 + 2, token);
            int at = from + groups[i];
            target[at] = ALPHABET[three >> 18];
            target[at + 1] = ALPHABET[three >> 12 & 63];
            target[at + 2] = ALPHABET[three >> 6 & 63];
            target[at + 3] = ALPHABET[three & 63];
        }
    }

    private int octet(int index, String token) {
        int source = sources[index];
        return source >= 0 ? source : token.charAt(~source);
    }

    private static int[] sources(String text, int tokenLength) {
        var out = IntStream.builder();
        int from = 0;
        for (int at = text.indexOf(EncodedMailing.TOKEN); at >= 0; at = text.indexOf(EncodedMailing.TOKEN, from)) {
            addUtf8(out, text.substring(from, at));
            IntStream.range(0, tokenLength).map(i -> ~i).forEach(out);
            from = at + EncodedMailing.TOKEN.length();
        }
        addUtf8(out, text.substring(from));
        return out.build().toArray();
    }

    private static void addUtf8(IntStream.Builder out, String text) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            out.add(octet & 0xff);
        }
    }

    private static byte[] encode(int[] octets) {
        var plain = new byte[octets.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) Math.max(0, octets[i]);
        }
        return Base64.getMimeEncoder(LINE, new byte[]{'\r', '\n'}).encode(plain);
    }

    private static boolean touchesToken(int[] octets, int at) {
        return octets[at] < 0 || octets[at + 1] < 0 || octets[at + 2] < 0;
    }
}
