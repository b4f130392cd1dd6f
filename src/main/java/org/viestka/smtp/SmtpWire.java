package org.viestka.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import javax.net.ssl.SSLSocket;

/**
 * Octets to the server and replies from it, each within the time its phase is given. Every method throws an
 * {@link IOException} for a lost link and a {@link SocketTimeoutException} for a silent server; after either the wire is dead.
 */
final class SmtpWire {

    /** Octets written under one limit of {@link SmtpTimeouts#block()}. */
    private static final int BLOCK = 1 << 16;

    private final SmtpSettings settings;
    private final OctetBuffer commands = new OctetBuffer(1024);
    private volatile Socket tcp = new Socket();
    private SocketDeadline deadline;
    private Socket socket;
    private OutputStream out;
    private ReplyReader replies;
    private volatile boolean closed;

    SmtpWire(SmtpSettings settings) {
        this.settings = settings;
    }

    void connect() throws IOException {
        IOException last = null;
        for (var address : InetAddress.getAllByName(settings.host())) {
            try {
                connect(address);
                return;
            } catch (IOException e) {
                close();
                last = e;
                if (closed) {
                    break;
                }
            }
        }
        throw last;
    }

    private void connect(InetAddress address) throws IOException {
        var timeouts = settings.timeouts();
        tcp = new Socket();
        if (closed) {
            throw new SocketException("we are shutting down");
        }
        deadline = new SocketDeadline(tcp, timeouts.shortest());
        // A message is written at once; waiting for more of it would only add a delay.
        tcp.setTcpNoDelay(true);
        tcp.connect(new InetSocketAddress(address, settings.port()), timeouts.millisFor(SmtpPhase.CONNECT));
        use(tcp);
    }

    /** Goes on under TLS. What came in before it is not believed (RFC 3207 §4.2, §6). */
    void encrypt() throws IOException {
        if (replies.hasLeftover()) {
            throw new MalformedReplyException("the server sent more than a reply before TLS");
        }
        deadline.set(settings.timeouts().millisFor(SmtpPhase.STARTTLS));
        try {
            use(SmtpTls.handshake(tcp, settings));
        } catch (IOException e) {
            throw timely(e);
        } finally {
            deadline.clear();
        }
    }

    boolean isEncrypted() {
        return socket instanceof SSLSocket;
    }

    /** Commands to be written by {@link #flush}: one where replies are awaited singly, several where they are pipelined. */
    OctetBuffer commands() {
        return commands;
    }

    void flush() throws IOException {
        write(commands.octets(), 0, commands.length());
        commands.clear();
    }

    void write(byte[] octets, int from, int to) throws IOException {
        int limit = settings.timeouts().millisFor(SmtpPhase.BODY);
        try {
            for (int at = from; at < to; at += BLOCK) {
                deadline.set(limit);
                out.write(octets, at, Math.min(BLOCK, to - at));
            }
            out.flush();
        } catch (IOException e) {
            throw timely(e);
        } finally {
            deadline.clear();
        }
    }

    Reply reply(SmtpPhase phase) throws IOException {
        return reply(settings.timeouts().millisFor(phase));
    }

    Reply ask(SmtpPhase phase, String command) throws IOException {
        commands.appendUtf8(command).appendAscii("\r\n");
        flush();
        return reply(phase);
    }

    /** Takes leave (RFC 5321 §4.1.1.10), and does not mind if nobody answers. */
    void quit() {
        int limit = (int) settings.timeouts().quit().toMillis();
        try {
            commands.clear();
            commands.appendAscii("QUIT\r\n");
            flush();
            reply(limit);
            deadline.set(limit);
            socket.close();
        } catch (IOException e) {
            // What was sent was sent, and it is the server's turn to tidy up.
        } finally {
            close();
        }
    }

    /** Hangs up without a word; may be called by any thread, and ends what another is waiting for. */
    void abort() {
        closed = true;
        SocketDeadline.closeQuietly(tcp);
    }

    void close() {
        SocketDeadline.closeQuietly(tcp);
        if (deadline != null) {
            deadline.close();
        }
    }

    private Reply reply(int limit) throws IOException {
        try {
            // No time-out of the socket's own: it would look whether something is there before each read, and again after waiting.
            deadline.set(limit);
            return replies.read();
        } catch (IOException e) {
            throw timely(e);
        } finally {
            deadline.clear();
        }
    }

    private void use(Socket socket) throws IOException {
        this.socket = socket;
        out = socket.getOutputStream();
        replies = new ReplyReader(socket.getInputStream());
    }

    private IOException timely(IOException e) {
        if (!deadline.hasPassed()) {
            return e;
        }
        var timeout = new SocketTimeoutException("the server did not answer in time");
        timeout.initCause(e);
        return timeout;
    }
}
