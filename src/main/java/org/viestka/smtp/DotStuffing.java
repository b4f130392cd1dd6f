package org.viestka.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Transparency of RFC 5321 §4.5.2: a line that begins with a dot gets another. */
final class DotStuffing {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long DOTS = 0x2e2e2e2e2e2e2e2eL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private DotStuffing() {}

    /** Where the first such line begins; -1 where there is none, which is so of every message in base64. */
    static int firstDot(byte[] octets, int from, int length) {
        int at = from;
        while (at < length) {
            // Eight at a time: dots are rare, and a message is looked through for each of its readers.
            if (at + 8 <= length && !hasDot((long) EIGHT.get(octets, at))) {
                at += 8;
            } else {
                int end = Math.min(at + 8, length);
                for (; at < end; at++) {
                    // A bare line feed counts: what a server takes for a line's end must never come before a lone dot.
                    if (octets[at] == '.' && (at == 0 || octets[at - 1] == '\n')) {
                        return at;
                    }
                }
            }
        }
        return -1;
    }

    /** Appends a copy in which every such line has its second dot. */
    static void stuff(byte[] octets, int length, OctetBuffer to) {
        int from = 0;
        for (int dot = firstDot(octets, 0, length); dot >= 0; dot = firstDot(octets, dot + 1, length)) {
            to.append(octets, from, dot - from).append('.');
            from = dot;
        }
        to.append(octets, from, length - from);
    }

    /** A zero octet borrows from its high bit; the dots are made zero first. */
    private static boolean hasDot(long eight) {
        long zeroed = eight ^ DOTS;
        return (zeroed - ONES & ~zeroed & HIGH_BITS) != 0;
    }
}
