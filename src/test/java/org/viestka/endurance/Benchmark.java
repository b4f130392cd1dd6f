package org.viestka.endurance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * How fast a mailing leaves the house: the packaged service and the relay in processes of their own, on one machine, with the
 * embedded PostgreSQL. Prints a table and writes it, and the same as JSON, to {@code target/benchmark}. Arguments: how many
 * subscribers, once or more, with commas; which runs, of {@code ceiling,smtp,dkim,mailer,pages,lists}: of the last two, one is what
 * readers look at, the other what admins do with a long list.
 */
final class Benchmark {

    private static final Path DIRECTORY = Path.of("target", "benchmark");
    private static final Pattern WRITTEN = Pattern.compile("goes to \\d+ subscribers \\(written in (\\d+) ms\\)");
    private static final String PAGES = "pages";
    private static final String LISTS = "lists";
    private static final int OCTETS = 20_000;
    /** The slow transport is stopped after this; a rate is a rate. */
    private static final Duration MAILER_TIME = Duration.ofSeconds(20);

    /**
     * One row of the table.
     *
     * @param cpuService seconds of processor time for 1,000 messages
     * @param cpuDatabase the same, of PostgreSQL
     * @param seconds to the first message, from the call of {@code send}
     */
    record Figures(String what, int subscribers, long messages, long octetsEach, double perSecond, Double cpuService,
            Double cpuDatabase, Long peakMegabytes, Double seconds, Double fanOutSeconds) {}

    private final List<Figures> figures = new ArrayList<>();
    private final PrintStream out;
    private final Set<String> runs;
    private Sink sink;
    private String token;

    private Benchmark(PrintStream out, Set<String> runs) {
        this.out = out;
        this.runs = runs;
    }

    public static void main(String... arguments) throws Exception {
        var sizes = Arrays.stream(arguments[0].split(",")).map(Integer::valueOf).toList();
        new Benchmark(System.out, Set.of(arguments[1].split(","))).run(sizes);
    }

    private void run(List<Integer> sizes) throws Exception {
        delete(DIRECTORY);
        Files.createDirectories(DIRECTORY);
        if (!Set.of(PAGES, LISTS).containsAll(runs)) {
            for (int size : sizes) {
                run(size, size == sizes.get(0));
            }
            report();
        }
        if (runs.contains(PAGES)) {
            alone(PAGES, (directory, relay) -> new PageBenchmark(directory, out).run(relay));
        }
        if (runs.contains(LISTS)) {
            alone(LISTS, (directory, relay) -> new ListBenchmark(directory, sizes.get(sizes.size() - 1), out).run(relay));
        }
    }

    private void run(int size, boolean withBaselines) throws Exception {
        var directory = Files.createDirectories(DIRECTORY.resolve(String.valueOf(size)));
        try (var relay = new Sink()) {
            sink = relay;
            if (withBaselines && runs.contains("ceiling")) {
                ceiling(Math.min(size, 50_000)).ifPresent(figures::add);
            }
            fill(directory, size);
            if (runs.contains("smtp")) {
                send(directory, size, "2016-W47", "smtp", Map.of());
            }
            if (runs.contains("dkim")) {
                send(directory, size, "2016-W48", "smtp, DKIM RSA-2048", signed(directory));
            }
            if (withBaselines && runs.contains("mailer")) {
                send(directory, size, "2016-W49", "mailer", Map.of("viestka.delivery.transport", "mailer"));
            }
        } finally {
            stopDatabase(directory);
            delete(directory.resolve("data"));
        }
    }

    private interface Run {
        void with(Path directory, int relayPort) throws Exception;
    }

    private static void alone(String name, Run run) throws Exception {
        var directory = Files.createDirectories(DIRECTORY.resolve(name));
        try (var relay = new Sink()) {
            run.with(directory, relay.port);
        } finally {
            stopDatabase(directory);
            delete(directory.resolve("data"));
        }
    }

    private void fill(Path directory, int size) throws Exception {
        try (var node = Node.start(directory, "fill", sink.port, Map.of("viestka.delivery.enabled", "false")).awaitReady()) {
            var desk = new Desk(node);
            long start = System.nanoTime();
            for (int from = 0; from < size; from += 100_000) {
                desk.importReaders(from, Math.min(100_000, size - from));
            }
            out.printf(Locale.ROOT, "%d subscribers imported in %.1f s%n", size, seconds(System.nanoTime() - start));
            for (var week : List.of("2016-W47", "2016-W48", "2016-W49")) {
                desk.publishIssue(week, 3, 200);
            }
            token = node.token();
        }
    }

    private void send(Path directory, int size, String week, String what, Map<String, String> settings) throws Exception {
        var log = week + "-" + size;
        try (var node = Node.start(directory, log, sink.port, settings).awaitReady().signIn(token)) {
            var desk = new Desk(node);
            desk.assemble(week);
            sink.ask("reset");
            long database = postmaster(directory);
            double cpu = Usage.of(node.pid()).cpuSeconds();
            double cpuDatabase = Usage.cpuOfTree(database);
            long start = System.nanoTime();
            desk.send(week);
            boolean slow = what.equals("mailer");
            var state = "";
            while (!state.equals("finished") && !(slow && System.nanoTime() - start > MAILER_TIME.toNanos())) {
                // Often enough for its end, too seldom to take part in what is measured.
                TimeUnit.SECONDS.sleep(2);
                state = desk.progress(week).get("state").asText();
            }
            var usage = Usage.of(node.pid());
            double thousands = sink.count().messages() / 1000.0;
            var count = sink.count();
            var written = WRITTEN.matcher(node.log());
            var row = new Figures(what, size, count.messages(), count.octets() / Math.max(1, count.messages()),
                    count.perSecond(),
                    (usage.cpuSeconds() - cpu) / thousands, (Usage.cpuOfTree(database) - cpuDatabase) / thousands,
                    usage.peakRssKilobytes() / 1024, seconds(count.firstAt() - start),
                    written.find() ? Long.parseLong(written.group(1)) / 1000.0 : null);
            figures.add(row);
            out.println(row);
            if (Boolean.getBoolean("benchmark.threads")) {
                Usage.printThreads(node.pid(), out);
            }
            if (slow) {
                node.kill();
            }
        }
    }

    /** What a loop that only sends reaches, postfix's own: the most that this relay and this machine allow. */
    private Optional<Figures> ceiling(int messages) throws Exception {
        sink.ask("reset");
        try {
            var process = new ProcessBuilder("smtp-source", "-s", "10", "-l", String.valueOf(OCTETS), "-m",
                    String.valueOf(messages), "-f", "weekly@news.example.org", "-t", "reader@example.org",
                    "127.0.0.1:" + sink.port).inheritIO().start();
            process.waitFor();
        } catch (IOException absent) {
            out.println("smtp-source of postfix is not installed: no ceiling is measured");
            return Optional.empty();
        }
        var count = sink.count();
        return Optional.of(new Figures("smtp-source (the ceiling)", messages, count.messages(),
                count.octets() / Math.max(1, count.messages()), count.perSecond(), null, null, null, null, null));
    }

    private static Map<String, String> signed(Path directory) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var file = directory.resolve("dkim.key");
        Files.writeString(file, Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded()));
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.mailer.dkim.enabled", "true");
        settings.put("quarkus.mailer.dkim.selector", "benchmark");
        settings.put("quarkus.mailer.dkim.sdid", "news.example.org");
        settings.put("quarkus.mailer.dkim.private-key-path", file.toAbsolutePath().toString());
        return settings;
    }

    /** It may still be busy ending by itself, or have outlived a node that was killed. */
    private static void stopDatabase(Path directory) throws Exception {
        if (Files.exists(directory.resolve("data/postgres/postmaster.pid"))) {
            long pid = postmaster(directory);
            new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).inheritIO().start().waitFor();
            var running = ProcessHandle.of(pid);
            if (running.isPresent()) {
                running.get().onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    private static long postmaster(Path directory) throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("data/postgres/postmaster.pid")).get(0).strip());
    }

    private void report() throws IOException {
        var table = new StringBuilder(
                "| | subscribers | messages | octets each | messages/s | CPU s per 1,000: service | database |"
                        + " together | peak RSS MB | first message s | fan-out s |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (var row : figures) {
            table.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %,d | %,.0f | %s | %s | %s | %s | %s | %s |%n",
                    row.what(),
                    row.subscribers(), row.messages(), row.octetsEach(), row.perSecond(), shown(row.cpuService()),
                    shown(row.cpuDatabase()),
                    shown(row.cpuService() == null ? null : row.cpuService() + row.cpuDatabase()),
                    row.peakMegabytes() == null ? "" : row.peakMegabytes(), shown(row.seconds()), shown(row.fanOutSeconds())));
        }
        out.println(table);
        Files.writeString(DIRECTORY.resolve("benchmark.md"), table);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(DIRECTORY.resolve("benchmark.json").toFile(),
                Map.of("machine", machine(), "runs", figures));
    }

    private static Map<String, String> machine() throws IOException {
        var model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2)).findFirst().orElse("");
        return Map.of("processors", Runtime.getRuntime().availableProcessors() + " × " + model, "java",
                System.getProperty("java.vm.version"), "system", System.getProperty("os.version"));
    }

    private static String shown(Double number) {
        return number == null ? "" : String.format(Locale.ROOT, "%.3f", number);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The relay's process. */
    private static final class Sink implements AutoCloseable {

        final int port;
        private final Process process;
        private final BufferedReader said;

        Sink() throws IOException {
            process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                    "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), CountingRelay.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            port = Integer.parseInt(said.readLine());
        }

        Count count() throws IOException {
            var numbers = Arrays.stream(ask("count").split(" ")).mapToLong(Long::parseLong).toArray();
            return new Count(numbers[0], numbers[1], numbers[2], numbers[3]);
        }

        String ask(String what) throws IOException {
            process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return said.readLine();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Times are of {@link System#nanoTime}, which on Linux is one clock for all processes. */
    private record Count(long messages, long octets, long firstAt, long lastAt) {

        double perSecond() {
            return (messages - 1) / seconds(lastAt - firstAt);
        }
    }
}
