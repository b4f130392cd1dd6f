package org.viestka.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a text leaves behind, in the spellings that a careless program would use. */
public final class Traces {

    private static final HexFormat HEX = HexFormat.of();

    private final List<byte[]> traces = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** An address: as it is, in hexadecimal, in base64 at any offset, backwards, percent-encoded, in UTF-16, and hashed. */
    public Traces ofAddress(String address) {
        for (var spelling : List.of(address, address.toLowerCase(Locale.ROOT))) {
            of(spelling);
            for (var algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
                var hash = hash(algorithm, spelling);
                add(algorithm + " of " + spelling, hash);
                add(algorithm + " of " + spelling + " in hexadecimal", HEX.formatHex(hash));
                add(algorithm + " of " + spelling + " in base64",
                        Base64.getEncoder().encodeToString(hash).replaceAll("=+$", ""));
            }
        }
        return this;
    }

    /** A domain, a token or another text, unhashed. */
    public Traces of(String text) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        add(text, text);
        add(text + " backwards", new StringBuilder(text).reverse().toString());
        add(text + " in hexadecimal", HEX.formatHex(octets));
        add(text + " in HEXADECIMAL", HEX.withUpperCase().formatHex(octets));
        add(text + " percent-encoded", text.replace("@", "%40"));
        add(text + " in UTF-16", text.getBytes(StandardCharsets.UTF_16BE));
        for (int offset = 0; offset < 3; offset++) {
            // Without the first and last characters, which depend on what stands before and behind.
            var padded = new byte[offset + octets.length];
            System.arraycopy(octets, 0, padded, offset, octets.length);
            var base64 = Base64.getEncoder().withoutPadding().encodeToString(padded);
            add(text + " in base64", base64.substring(offset == 0 ? 0 : offset + 1, base64.length() - 1));
        }
        return this;
    }

    /** The first trace in these octets. */
    public Optional<String> findIn(byte[] octets) {
        for (int i = 0; i < traces.size(); i++) {
            if (isIn(octets, traces.get(i))) {
                return Optional.of(names.get(i));
            }
        }
        return Optional.empty();
    }

    public Optional<String> findIn(String text) {
        return findIn(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, String trace) {
        add(name, trace.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, byte[] trace) {
        names.add(name);
        traces.add(trace);
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Horspool's search: a data directory has a hundred megabytes. */
    private static boolean isIn(byte[] octets, byte[] wanted) {
        int last = wanted.length - 1;
        var skip = new int[256];
        Arrays.fill(skip, wanted.length);
        for (int i = 0; i < last; i++) {
            skip[wanted[i] & 0xff] = last - i;
        }
        for (int at = 0; at + last < octets.length; at += skip[octets[at + last] & 0xff]) {
            int i = last;
            while (i >= 0 && octets[at + i] == wanted[i]) {
                i--;
            }
            if (i < 0) {
                return true;
            }
        }
        return false;
    }
}
