package org.viestka.smtp;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket that has been stuck for too long. A socket's own timeout ends no write, and no read from a server that sends
 * an octet now and then; closing does. Looks every quarter of the shortest limit, so it costs a message two writes to a field.
 */
final class SocketDeadline implements Runnable, AutoCloseable {

    private static final ScheduledThreadPoolExecutor GUARD = guard();
    private static final long NONE = 0;

    private final Socket socket;
    private final ScheduledFuture<?> looking;
    private volatile long deadline = NONE;
    private volatile boolean passed;

    /** @param shortest milliseconds of the shortest limit there will be */
    SocketDeadline(Socket socket, long shortest) {
        this.socket = socket;
        long period = Math.max(20, Math.min(shortest / 4, 10_000));
        looking = GUARD.scheduleWithFixedDelay(this, period, period, TimeUnit.MILLISECONDS);
    }

    void set(long millis) {
        // Odd, so that it is never the value for none.
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) | 1;
    }

    void clear() {
        deadline = NONE;
    }

    /** Whether it was this that closed the socket. */
    boolean hasPassed() {
        return passed;
    }

    @Override
    public void run() {
        long at = deadline;
        if (at != NONE && System.nanoTime() - at > 0) {
            passed = true;
            closeQuietly(socket);
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private static ScheduledThreadPoolExecutor guard() {
        var guard = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "smtp-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        guard.setRemoveOnCancelPolicy(true);
        // With nothing to watch there is no thread, so nothing outlives a reload of the application.
        guard.setKeepAliveTime(10, TimeUnit.SECONDS);
        guard.allowCoreThreadTimeOut(true);
        return guard;
    }
}
