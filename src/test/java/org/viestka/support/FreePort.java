package org.viestka.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port on this machine for a server that goes away and comes back. */
public final class FreePort {

    // Below those from which Linux takes the local ports of outgoing connections: one of these would take it meanwhile.
    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    private FreePort() {}

    /** One on which nobody listens now. */
    public static int find() throws IOException {
        IOException last = null;
        for (int i = 0; i < 100; i++) {
            try (var socket = new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, END), 1,
                    InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
