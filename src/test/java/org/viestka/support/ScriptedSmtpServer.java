package org.viestka.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/**
 * A relay that behaves as it is told, step by step, and keeps what it was sent. What it was not told it does as a good relay
 * would. What a client does wrong on the wire is in {@link #faults}.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

    public enum Step {
        GREETING, EHLO, HELO, STARTTLS, AUTH, AUTH_ANSWER, MAIL, RCPT, DATA, END, RSET, QUIT,
        /** A line that is no command. */
        OTHER
    }

    /** What to do instead of the usual. */
    public record Answer(String text, boolean hangUp, boolean fallSilent) {

        /** One line or several, without their line ends; a relay hangs up after its 421 by itself. */
        public static Answer say(String... lines) {
            return new Answer(String.join("\r\n", lines) + "\r\n", lines[0].startsWith("421"), false);
        }

        /** Octets as they are, and then nothing more. */
        public static Answer sayBrokenly(String text) {
            return new Answer(text, false, true);
        }

        public static Answer silence() {
            return new Answer("", false, true);
        }

        public static Answer drop() {
            return new Answer("", true, false);
        }

        public static Answer sayAndDrop(String line) {
            return new Answer(line + "\r\n", true, false);
        }

        /** As usual: for the middle of a sequence. */
        public static Answer usual() {
            return new Answer(null, false, false);
        }
    }

    /** A message whose final dot came in, dots unstuffed; accepted or not. */
    public record Received(String sender, List<String> recipients, byte[] content) {}

    /**
     * What a dialogue has come to.
     *
     * @param open connections, this one among them
     * @param messages that this one has carried so far
     * @param recipient of the last {@code RCPT}; null before
     */
    public record Situation(int open, int messages, String recipient) {}

    /** What the relay does where the script has nothing more to say. */
    @FunctionalInterface
    public interface Manners {
        Answer at(Step step, Situation situation);
    }

    private final ServerSocket listener;
    private final Map<Step, Deque<Answer>> script = new EnumMap<>(Step.class);
    private final Map<Step, Duration> delays = new EnumMap<>(Step.class);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    final List<Received> received = new CopyOnWriteArrayList<>();
    final List<Received> taken = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> faults = new CopyOnWriteArrayList<>();
    volatile List<String> keywords = List.of();
    volatile Optional<SSLContext> certificate = Optional.empty();
    volatile boolean tlsAtOnce;
    volatile boolean deafInMessages;
    final CountDownLatch silent = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile Manners manners = (step, situation) -> Answer.usual();

    public ScriptedSmtpServer() {
        this(0);
    }

    /** @param port where others look for a relay; 0 for any that is free */
    public ScriptedSmtpServer(int port) {
        try {
            listener = new ServerSocket(port, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        start("smtp-listener", this::listen);
    }

    /** What the reply to {@code EHLO} offers. */
    public ScriptedSmtpServer announce(String... words) {
        keywords = List.of(words);
        return this;
    }

    /** The answers at this step, one after the other over all connections; then as usual again. */
    public ScriptedSmtpServer on(Step step, Answer... answers) {
        synchronized (script) {
            script.computeIfAbsent(step, s -> new ArrayDeque<>()).addAll(Arrays.asList(answers));
        }
        return this;
    }

    public ScriptedSmtpServer behave(Manners manners) {
        this.manners = manners;
        return this;
    }

    /** Every answer at this step takes so long. */
    public ScriptedSmtpServer delay(Step step, Duration time) {
        delays.put(step, time);
        return this;
    }

    public ScriptedSmtpServer withStartTls(SSLContext context) {
        certificate = Optional.of(context);
        return this;
    }

    public ScriptedSmtpServer withTlsAtOnce(SSLContext context) {
        tlsAtOnce = true;
        return withStartTls(context);
    }

    /** After {@code 354} not an octet more is read. */
    public ScriptedSmtpServer stopReadingInMessages() {
        deafInMessages = true;
        return this;
    }

    /** Waits until the script has come to a silence. */
    public void awaitSilence() throws InterruptedException {
        if (!silent.await(15, TimeUnit.SECONDS)) {
            throw new AssertionError("The script has not come to a silence");
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Those of {@link #received} that were accepted. */
    public List<Received> taken() {
        return List.copyOf(taken);
    }

    /** Everything the client said but messages, over all connections. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** Line ends that are none, commands that came before their time, messages to nobody. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    Answer next(Step step, int messages, String recipient) {
        if (delays.containsKey(step)) {
            await(delays.get(step));
        }
        synchronized (script) {
            var answers = script.get(step);
            if (answers != null && !answers.isEmpty()) {
                return answers.poll();
            }
        }
        return manners.at(step, new Situation(open.size(), messages, recipient));
    }

    private void await(Duration time) {
        try {
            over.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void closed(Socket socket) {
        open.remove(socket);
    }

    @Override
    public void close() {
        closed = true;
        over.countDown();
        try {
            listener.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        while (!closed) {
            try {
                var socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                start("smtp-dialogue", new ScriptedSmtpDialogue(this, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
