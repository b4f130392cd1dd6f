package org.viestka.endurance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * An SMTP server that counts who got what, as fast as two threads can. It misbehaves as told. Where {@code recording} is off it
 * only counts, so that it takes nothing from whoever is measured.
 */
final class CountingRelay implements AutoCloseable {

    /** Where in the dialogue the relay is asked how to behave: before it answers to this. */
    enum Step {
        GREETING, EHLO, MAIL, RCPT, DATA, END
    }

    /**
     * How the relay behaves.
     *
     * @param line a reply instead of the usual one; null for the usual one
     * @param taken at {@link Step#END}: whether the message counts as received
     * @param then what follows
     */
    record Behaviour(String line, boolean taken, Then then) {

        enum Then {
            GO_ON,
            /** Hang up without a word, or after {@link #line}. */
            CUT,
            /** Never say anything again. */
            SILENT
        }

        static final Behaviour GOOD = new Behaviour(null, true, Then.GO_ON);
        static final Behaviour CUT = new Behaviour(null, false, Then.CUT);
        static final Behaviour TAKEN_AND_CUT = new Behaviour(null, true, Then.CUT);
        static final Behaviour SILENT = new Behaviour(null, false, Then.SILENT);
        static final Behaviour TAKEN_AND_SILENT = new Behaviour(null, true, Then.SILENT);

        static Behaviour reply(String line) {
            return new Behaviour(line, false, Then.GO_ON);
        }

        static Behaviour goodbye(String line) {
            return new Behaviour(line, false, Then.CUT);
        }
    }

    /** Asked at every step; {@code recipient} is empty before RCPT, {@code nth} counts the connection's messages from 1. */
    @FunctionalInterface
    interface Manners {
        Behaviour at(Step step, String recipient, int nth);
    }

    /** What was received: enough to tell that a repeat has the same octets. */
    record Message(String messageId, String date, String digest) {}

    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID: *(\\S+)");
    private static final Pattern DATE = Pattern.compile("(?im)^Date: *([^\\r\\n]+)");
    private static final long FIVE_OCTETS = 0xFF_FFFF_FFFFL;
    private static final long NEW_LINE = '\r' << 8 | '\n';
    private static final long END_OF_MESSAGE = (NEW_LINE << 24 | '.' << 16) | NEW_LINE;

    private final boolean recording;
    private final List<Loop> loops = new ArrayList<>();
    private int turn;
    private final Map<String, List<Message>> received = new ConcurrentHashMap<>();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong unsaid = new AtomicLong();
    private volatile Milestone milestone = new Milestone(Long.MAX_VALUE, new CountDownLatch(1));
    private volatile long firstAt;
    private volatile long lastAt;
    private volatile Manners manners = (step, recipient, nth) -> Behaviour.GOOD;
    private volatile ServerSocketChannel server;
    private Thread acceptor;
    private final int port;

    CountingRelay(int port, boolean recording) throws IOException {
        this.recording = recording;
        for (int i = 0; i < 2; i++) {
            loops.add(new Loop());
        }
        listen(port);
        this.port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        loops.forEach(Thread::start);
    }

    int port() {
        return port;
    }

    void behave(Manners manners) {
        this.manners = manners;
    }

    /** Messages taken. */
    long messages() {
        return messages.get();
    }

    /** Of those, how many without the reply that says so: whoever sent them cannot know. */
    long unsaid() {
        return unsaid.get();
    }

    /** Waits until so many messages have been taken since the beginning. False when that took longer. One may wait at a time. */
    boolean await(long count, Duration most) throws InterruptedException {
        var awaited = new Milestone(count, new CountDownLatch(1));
        milestone = awaited;
        return messages() >= count || awaited.reached().await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many messages, and what is opened when they have been taken. */
    private record Milestone(long count, CountDownLatch reached) {}

    /** Forgets what was received, not how many; for the next mailing to the same readers. */
    void forget() {
        received.clear();
        unsaid.set(0);
        manners = (step, recipient, nth) -> Behaviour.GOOD;
    }

    /** By recipient, in the order of arrival. Empty unless recording. */
    Map<String, List<Message>> received() {
        return received;
    }

    /** Nobody answers at the port any more, and every connection is cut. */
    void goAway() {
        freePort();
        loops.forEach(loop -> loop.cutAll = true);
        loops.forEach(loop -> loop.selector.wakeup());
    }

    void comeBack() throws IOException {
        listen(port);
    }

    private void listen(int port) throws IOException {
        var channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        server = channel;
        acceptor = new Thread(() -> accept(channel), "relay-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** The kernel listens as long as somebody is still in {@code accept}, even on a channel that is closed. */
    private void freePort() {
        try {
            server.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocketChannel from) {
        try {
            while (true) {
                var channel = from.accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var loop = loops.get(turn++ % loops.size());
                loop.fresh.add(channel);
                loop.selector.wakeup();
            }
        } catch (ClosedChannelException e) {
            // Gone away.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        freePort();
        for (var loop : loops) {
            loop.ended = true;
            loop.selector.wakeup();
        }
    }

    private final class Loop extends Thread {

        private final Selector selector = Selector.open();
        private final Queue<SocketChannel> fresh = new ConcurrentLinkedQueue<>();
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
        private volatile boolean cutAll;
        private volatile boolean ended;

        Loop() throws IOException {
            super("relay");
            setDaemon(true);
        }

        @Override
        public void run() {
            try (selector) {
                while (!ended) {
                    selector.select(this::on);
                    attend();
                }
                selector.keys().forEach(Loop::cut);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void attend() throws IOException {
            if (cutAll) {
                cutAll = false;
                selector.keys().forEach(Loop::cut);
            }
            for (var channel = fresh.poll(); channel != null; channel = fresh.poll()) {
                var dialogue = new Dialogue(channel);
                var key = channel.register(selector, SelectionKey.OP_READ, dialogue);
                try {
                    dialogue.greet();
                } catch (IOException e) {
                    cut(key);
                }
            }
        }

        private void on(SelectionKey key) {
            try {
                in.clear();
                ((Dialogue) key.attachment()).read(in);
            } catch (IOException | CancelledKeyException e) {
                cut(key);
            }
        }

        private static void cut(SelectionKey key) {
            try {
                key.channel().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Dialogue {

        private final SocketChannel channel;
        private final StringBuilder line = new StringBuilder();
        private final StringBuilder replies = new StringBuilder();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private String recipient = "";
        private int nth = 1;
        private boolean inMessage;
        private boolean silent;
        private boolean over;
        private long tail;
        private long length;

        Dialogue(SocketChannel channel) {
            this.channel = channel;
        }

        void greet() throws IOException {
            answer(Step.GREETING, "220 counting ESMTP");
            send();
        }

        void read(ByteBuffer in) throws IOException {
            if (channel.read(in) < 0) {
                throw new ClosedChannelException();
            }
            in.flip();
            while (in.hasRemaining() && !over && !silent) {
                if (inMessage) {
                    readMessage(in);
                } else {
                    readCommand(in);
                }
            }
            send();
        }

        /** Nobody writes on before the reply to the final dot, so a message can only end where what has arrived ends. */
        private void readMessage(ByteBuffer in) throws IOException {
            int size = in.remaining();
            length += size;
            for (int i = Math.max(0, in.limit() - 5); i < in.limit(); i++) {
                tail = (tail << 8 | in.get(i) & 0xFF) & FIVE_OCTETS;
            }
            if (recording) {
                var octets = new byte[size];
                in.get(octets);
                message.write(octets);
            } else {
                in.position(in.limit());
            }
            if (tail == END_OF_MESSAGE) {
                inMessage = false;
                end();
            }
        }

        private void end() {
            var behaviour = manners.at(Step.END, recipient, nth);
            if (behaviour.taken()) {
                take();
            }
            if (!answer(behaviour, "250 2.0.0 taken") && behaviour.taken()) {
                unsaid.incrementAndGet();
            }
            nth++;
            recipient = "";
        }

        private void take() {
            if (recording) {
                var text = message.toString(StandardCharsets.ISO_8859_1);
                received.computeIfAbsent(recipient, key -> new CopyOnWriteArrayList<>())
                        .add(new Message(field(MESSAGE_ID, text), field(DATE, text), digest(message.toByteArray())));
            }
            lastAt = System.nanoTime();
            octets.addAndGet(length);
            long before = messages.getAndIncrement();
            if (before == 0) {
                firstAt = lastAt;
            }
            if (before + 1 >= milestone.count()) {
                milestone.reached().countDown();
            }
        }

        private void readCommand(ByteBuffer in) {
            while (in.hasRemaining()) {
                char c = (char) (in.get() & 0xFF);
                if (c == '\n') {
                    var command = line.toString().strip();
                    line.setLength(0);
                    command(command);
                    return;
                }
                line.append(c);
            }
        }

        private void command(String command) {
            var verb = command.length() < 4 ? command : command.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            switch (verb) {
                case "EHLO", "HELO" -> answer(Step.EHLO, "250-counting\r\n250-PIPELINING\r\n250-SIZE 50000000\r\n250 8BITMIME");
                case "MAIL" -> answer(Step.MAIL, "250 2.1.0 ok");
                case "RCPT" -> {
                    recipient = command.substring(command.indexOf('<') + 1, command.indexOf('>'));
                    if (!answer(Step.RCPT, "250 2.1.5 ok")) {
                        recipient = "";
                    }
                }
                case "DATA" -> {
                    if (recipient.isEmpty()) {
                        replies.append("503 5.5.1 no recipient\r\n");
                    } else if (answer(Step.DATA, "354 go on")) {
                        inMessage = true;
                        length = 0;
                        message.reset();
                        tail = NEW_LINE;
                    }
                }
                case "QUIT" -> {
                    replies.append("221 2.0.0 bye\r\n");
                    over = true;
                }
                case "RSET", "NOOP" -> {
                    recipient = "";
                    replies.append("250 2.0.0 ok\r\n");
                }
                default -> replies.append("502 5.5.1 what?\r\n");
            }
        }

        private boolean answer(Step step, String usual) {
            return answer(manners.at(step, recipient, nth), usual);
        }

        /** False where the usual reply was not given. */
        private boolean answer(Behaviour behaviour, String usual) {
            boolean good = behaviour.line() == null && behaviour.then() == Behaviour.Then.GO_ON;
            if (good) {
                replies.append(usual).append("\r\n");
            } else if (behaviour.line() != null) {
                replies.append(behaviour.line()).append("\r\n");
            }
            silent |= behaviour.then() == Behaviour.Then.SILENT;
            over |= behaviour.then() == Behaviour.Then.CUT;
            return good;
        }

        private void send() throws IOException {
            var out = StandardCharsets.ISO_8859_1.encode(replies.toString());
            replies.setLength(0);
            while (out.hasRemaining()) {
                channel.write(out);
            }
            if (over) {
                channel.close();
            }
        }
    }

    private static String field(Pattern field, String text) {
        var matcher = field.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A relay in a process of its own, that only counts. Prints its port; then, for each line it reads, a line with the messages
     * so far, their octets, and the nanoseconds of its clock at the first and at the last of them; {@code reset} forgets them.
     */
    public static void main(String... arguments) throws IOException {
        try (var relay = new CountingRelay(0, false); var in = new java.util.Scanner(System.in, StandardCharsets.UTF_8)) {
            System.out.println(relay.port());
            while (in.hasNextLine()) {
                if (in.nextLine().equals("reset")) {
                    relay.messages.set(0);
                    relay.octets.set(0);
                }
                System.out.println(relay.messages() + " " + relay.octets.get() + " " + relay.firstAt + " " + relay.lastAt);
            }
        }
    }
}
