package org.viestka.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Octets that are written again and again into the same array: a worker keeps one, so that a message leaves no garbage. */
public final class OctetBuffer {

    private byte[] octets;
    private int length;

    public OctetBuffer(int capacity) {
        octets = new byte[capacity];
    }

    /** The array itself, not a copy; valid from 0 to {@link #length()}, and until the next write. */
    public byte[] octets() {
        return octets;
    }

    public int length() {
        return length;
    }

    public byte[] copy() {
        return Arrays.copyOf(octets, length);
    }

    public void clear() {
        length = 0;
    }

    public OctetBuffer append(byte[] source) {
        return append(source, 0, source.length);
    }

    public OctetBuffer append(byte[] source, int from, int count) {
        int at = skip(count);
        System.arraycopy(source, from, octets, at, count);
        return this;
    }

    public OctetBuffer append(int octet) {
        int at = skip(1);
        octets[at] = (byte) octet;
        return this;
    }

    /** Appends text of which the caller knows that it is ASCII; other characters are mangled. */
    public OctetBuffer appendAscii(String text) {
        int at = skip(text.length());
        for (int i = 0; i < text.length(); i++) {
            octets[at + i] = (byte) text.charAt(i);
        }
        return this;
    }

    public OctetBuffer appendUtf8(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes room that is filled later; what is in it until then is undefined. Returns where it begins. */
    public int skip(int count) {
        int at = length;
        int needed = Math.addExact(length, count);
        if (needed > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(needed, octets.length + octets.length / 2));
        }
        length = needed;
        return at;
    }
}
