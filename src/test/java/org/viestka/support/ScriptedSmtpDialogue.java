package org.viestka.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.viestka.support.ScriptedSmtpServer.Received;
import org.viestka.support.ScriptedSmtpServer.Step;

import javax.net.ssl.SSLSocket;

/** One connection of the scripted server. */
final class ScriptedSmtpDialogue implements Runnable {

    /** RFC 2920 §3.1: all others must be the last of what is sent at once. */
    private static final Set<Step> PIPELINED = Set.of(Step.MAIL, Step.RCPT, Step.RSET);

    private final ScriptedSmtpServer server;
    private final Socket tcp;
    private InputStream in;
    private OutputStream out;
    private boolean encrypted;
    private String sender;
    private int messages;
    /** The recipient whose {@code RCPT} is being answered. */
    private String asked;
    private final List<String> recipients = new ArrayList<>();

    ScriptedSmtpDialogue(ScriptedSmtpServer server, Socket tcp) {
        this.server = server;
        this.tcp = tcp;
    }

    @Override
    public void run() {
        try (tcp) {
            tcp.setTcpNoDelay(true);
            use(tcp);
            if (server.tlsAtOnce) {
                encrypt();
            }
            answer(Step.GREETING, "220 relay.example ESMTP");
            while (true) {
                obey(line());
            }
        } catch (IOException e) {
            // The client or the script has hung up.
        } finally {
            server.closed(tcp);
        }
    }

    private void obey(String command) throws IOException {
        server.commands.add(command);
        var verb = command.split(" ")[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> answer(Step.EHLO, hello());
            case "HELO" -> answer(Step.HELO, "250 relay.example");
            case "STARTTLS" -> {
                if (answer(Step.STARTTLS, "220 2.0.0 go ahead")) {
                    encrypt();
                }
            }
            case "AUTH" -> authenticate(command);
            case "MAIL" -> {
                if (answer(Step.MAIL, "250 2.1.0 sender ok")) {
                    sender = path(command);
                    recipients.clear();
                }
            }
            case "RCPT" -> {
                asked = path(command);
                if (answer(Step.RCPT, sender == null ? "503 5.5.1 MAIL first" : "250 2.1.5 recipient ok")) {
                    recipients.add(path(command));
                }
            }
            case "DATA" -> {
                if (answer(Step.DATA, recipients.isEmpty() ? "554 5.5.1 no valid recipients" : "354 go on")) {
                    message();
                }
            }
            case "RSET" -> {
                answer(Step.RSET, "250 2.0.0 ok");
                forget();
            }
            case "QUIT" -> {
                answer(Step.QUIT, "221 2.0.0 bye");
                throw new EOFException("quit");
            }
            default -> answer(Step.OTHER, "500 5.5.2 what?");
        }
    }

    private void message() throws IOException {
        if (server.deafInMessages) {
            awaitTheEnd();
        }
        var content = new ByteArrayOutputStream();
        for (var line = line(); !line.equals("."); line = line()) {
            content.writeBytes((line.startsWith(".") ? line.substring(1) : line).getBytes(ISO_8859_1));
            content.write('\r');
            content.write('\n');
        }
        if (recipients.isEmpty()) {
            if (content.size() > 0) {
                server.faults.add("a message to nobody");
            }
            answer(Step.END, "554 5.5.1 no valid recipients");
        } else {
            var received = new Received(sender, List.copyOf(recipients), content.toByteArray());
            server.received.add(received);
            if (answer(Step.END, "250 2.0.0 queued as 4XyZ")) {
                server.taken.add(received);
                messages++;
            }
        }
        forget();
    }

    private void authenticate(String command) throws IOException {
        if (!encrypted) {
            server.faults.add("a password in the clear");
        }
        int answers = command.equals("AUTH LOGIN") ? 2 : 0;
        if (!answer(Step.AUTH, answers > 0 ? "334 VXNlcm5hbWU6" : "235 2.7.0 welcome")) {
            return;
        }
        for (int i = 1; i <= answers; i++) {
            server.commands.add(line());
            if (!answer(Step.AUTH_ANSWER, i < answers ? "334 UGFzc3dvcmQ6" : "235 2.7.0 welcome")) {
                return;
            }
        }
    }

    /** Does what the script says, or else the usual; tells whether the reply was a positive one. */
    private boolean answer(Step step, String usual) throws IOException {
        boolean mayBeFollowed = PIPELINED.contains(step) && server.keywords.contains("PIPELINING");
        if (!mayBeFollowed && in.available() > 0) {
            server.faults.add("a command before the reply to " + step);
        }
        var answer = server.next(step, messages, recipients.isEmpty() ? asked : recipients.get(0));
        var text = answer.text() == null ? usual + "\r\n" : answer.text();
        out.write(text.getBytes(UTF_8));
        out.flush();
        if (answer.hangUp()) {
            throw new EOFException("as the script says");
        }
        if (answer.fallSilent()) {
            server.silent.countDown();
            while (true) {
                line();
            }
        }
        return text.charAt(0) == '2' || text.charAt(0) == '3';
    }

    private void encrypt() throws IOException {
        var context = server.certificate.orElseThrow();
        var tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, tcp.getPort(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        use(tls);
        encrypted = true;
    }

    private void awaitTheEnd() throws IOException {
        try {
            server.over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new EOFException("over");
    }

    private void use(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    private void forget() {
        sender = null;
        recipients.clear();
    }

    private String hello() {
        var lines = new ArrayList<>(List.of("relay.example"));
        lines.addAll(server.keywords);
        if (server.certificate.isPresent() && !encrypted) {
            lines.add("STARTTLS");
        }
        var last = lines.remove(lines.size() - 1);
        var text = new StringBuilder();
        lines.forEach(line -> text.append("250-").append(line).append("\r\n"));
        return text + "250 " + last;
    }

    /** Up to CRLF; a CR or LF that stands alone is a fault, and no line end. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int before = 0;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            if (octet == '\n' && before == '\r') {
                var text = line.toString(ISO_8859_1);
                return text.substring(0, text.length() - 1);
            }
            if (octet == '\n' || before == '\r') {
                server.faults.add("a bare line end");
            }
            line.write(octet);
            before = octet;
        }
    }

    private static String path(String command) {
        return command.substring(command.indexOf('<') + 1, command.indexOf('>'));
    }
}
