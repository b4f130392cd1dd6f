package org.viestka.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on this machine that knows what a test tells it (RFC 1035), over UDP and, where that is too small, TCP. */
public final class NameServer implements AutoCloseable {

    private static final int MOST_OVER_UDP = 512;
    private static final Map<String, Integer> TYPES = Map.of("A", 1, "PTR", 12, "TXT", 16, "AAAA", 28);

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private volatile boolean silent;

    public NameServer(int port) {
        try {
            udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
            tcp = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::serveUdp);
        start(this::serveTcp);
    }

    /** Forgets everything, and answers again. */
    public void clear() {
        records.clear();
        silent = false;
    }

    public void fallSilent() {
        silent = true;
    }

    public void addText(String name, String text) {
        var out = new ByteArrayOutputStream();
        var octets = text.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < octets.length; from += 255) {
            int length = Math.min(255, octets.length - from);
            out.write(length);
            out.write(octets, from, length);
        }
        add(name, "TXT", out.toByteArray());
    }

    public void addAddress(String name, String address) throws IOException {
        var octets = InetAddress.getByName(address).getAddress();
        add(name, octets.length == 4 ? "A" : "AAAA", octets);
    }

    public void addPointer(String name, String target) {
        add(name, "PTR", encoded(target));
    }

    private void add(String name, String type, byte[] data) {
        records.computeIfAbsent(key(name, TYPES.get(type)), key -> new CopyOnWriteArrayList<>()).add(data);
    }

    private static String key(String name, int type) {
        return name.toLowerCase(Locale.ROOT) + " " + type;
    }

    private static byte[] encoded(String name) {
        var out = new ByteArrayOutputStream();
        for (var label : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }

    private void serveUdp() throws IOException {
        var packet = new DatagramPacket(new byte[MOST_OVER_UDP], MOST_OVER_UDP);
        udp.receive(packet);
        if (!silent) {
            var question = Arrays.copyOf(packet.getData(), packet.getLength());
            var answer = answer(question, true);
            var cut = answer.length > MOST_OVER_UDP ? answer(question, false) : answer;
            udp.send(new DatagramPacket(cut, cut.length, packet.getSocketAddress()));
        }
    }

    private void serveTcp() throws IOException {
        try (var socket = tcp.accept()) {
            var in = new DataInputStream(socket.getInputStream());
            var answer = answer(in.readNBytes(in.readUnsignedShort()), true);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(answer.length);
            out.write(answer);
            out.flush();
        }
    }

    /** @param whole false: with nothing but the flag that there is more (§4.2.1) */
    private byte[] answer(byte[] question, boolean whole) throws IOException {
        var name = new StringBuilder();
        int at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        }
        int type = (question[at + 1] & 0xff) << 8 | question[at + 2] & 0xff;
        var found = records.getOrDefault(key(name.toString(), type), List.of());
        boolean exists = records.keySet().stream()
                .anyMatch(key -> key.startsWith(name.toString().toLowerCase(Locale.ROOT) + " "));
        var out = new ByteArrayOutputStream();
        var data = new DataOutputStream(out);
        data.write(question, 0, 2);
        // An answer that is authoritative, cut or not, and says where nothing has this name.
        data.writeShort(0x8400 | (whole ? 0 : 0x0200) | (exists ? 0 : 3));
        data.writeShort(1);
        data.writeShort(whole ? found.size() : 0);
        data.writeInt(0);
        data.write(question, 12, at + 5 - 12);
        for (var record : whole ? found : List.<byte[]>of()) {
            data.writeShort(0xc00c);
            data.writeShort(type);
            data.writeShort(1);
            data.writeInt(60);
            data.writeShort(record.length);
            data.write(record);
        }
        return out.toByteArray();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void start(Step step) {
        var thread = new Thread(() -> {
            while (!udp.isClosed()) {
                try {
                    step.run();
                } catch (IOException e) {
                    // Closed, or somebody hung up; the next one is served.
                }
            }
        }, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
