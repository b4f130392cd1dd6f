package org.viestka.endurance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.viestka.support.FreePort;

/** A port in front of another one on this machine, through which everything passes, or nothing. */
final class Gate implements AutoCloseable {

    private final int to;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile boolean silent;
    private volatile ServerSocket server;
    private final int port;

    Gate(int to) throws IOException {
        this.to = to;
        port = FreePort.find();
        listen(port);
    }

    int port() {
        return port;
    }

    /** Every connection is cut, and nobody gets a new one. */
    void refuse() throws IOException {
        server.close();
        lines.forEach(Line::close);
    }

    /** Nothing passes any more, and nobody is told: as when a cable is pulled. */
    void fallSilent() {
        silent = true;
    }

    /** What is connected is never heard of again; new connections pass: as when another machine takes the address over. */
    void forget() {
        lines.forEach(line -> line.forgotten = true);
    }

    /** Everything passes again; what waited in a silent gate, too. */
    void open() throws IOException {
        synchronized (change) {
            silent = false;
            change.notifyAll();
        }
        if (server.isClosed()) {
            listen(port);
        }
    }

    private void listen(int port) throws IOException {
        server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        start(() -> accept(server));
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                lines.add(new Line(from.accept()));
            }
        } catch (IOException e) {
            // The gate is shut.
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        open();
        refuse();
    }

    private final class Line {

        private final Socket near;
        private final Socket far = new Socket();
        private volatile boolean forgotten;

        Line(Socket near) {
            this.near = near;
            start(() -> {
                try {
                    near.setTcpNoDelay(true);
                    far.setTcpNoDelay(true);
                    far.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), to));
                    start(() -> pass(far, near));
                    pass(near, far);
                } catch (IOException e) {
                    close();
                }
            });
        }

        private void pass(Socket from, Socket to) {
            var octets = new byte[1 << 14];
            try {
                for (int n = from.getInputStream().read(octets); n >= 0; n = from.getInputStream().read(octets)) {
                    waitWhileSilent();
                    if (!forgotten) {
                        to.getOutputStream().write(octets, 0, n);
                    }
                }
                waitWhileSilent();
            } catch (IOException e) {
                // Cut on one side: so it is on the other.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!forgotten) {
                close();
            }
        }

        private void waitWhileSilent() throws InterruptedException {
            synchronized (change) {
                while (silent) {
                    change.wait();
                }
            }
        }

        void close() {
            lines.remove(this);
            for (var socket : new Socket[]{near, far}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // Closed is closed.
                }
            }
        }
    }
}
