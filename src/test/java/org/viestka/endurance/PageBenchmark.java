package org.viestka.endurance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.viestka.publication.Week;
import org.viestka.support.Samples;

/**
 * How many readers can look at once: the packaged service with ten years of weeks in it, asked by {@code wrk} on the same
 * machine. The stylesheet, a file, is the baseline: what the server can do at most.
 */
final class PageBenchmark {

    private static final int WEEKS = 520;
    private static final Week LAST = Week.parse("2016-W48");
    private static final int LETTERS = 3_000;
    private static final int CONNECTIONS = 16;
    private static final int SECONDS = 10;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern SLOWEST_OF_HUNDRED = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /**
     * @param halfLoad about half of {@link #perSecond}, at which {@link #slowest} was seen
     * @param slowest milliseconds within which 99 of 100 are answered
     */
    private record Row(String what, String path, long octets, double perSecond, double halfLoad, double slowest,
            long refused) {}

    private final Path directory;
    private final PrintStream out;
    private final List<Row> rows = new ArrayList<>();

    PageBenchmark(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    void run(int relayPort) throws Exception {
        var settings = Map.of("viestka.subscription.per-network", "10000000", "viestka.subscription.per-hour", "10000000");
        try (var node = Node.start(directory, "pages", relayPort, settings).awaitReady()) {
            var commentary = fill(node);
            measure(node, "icon (the ceiling)", "/viestka.svg", "");
            measure(node, "front page", "/be", "");
            measure(node, "commentary", commentary, "");
            measure(node, "archive", "/be/weeks", "");
            measure(node, "archive, page 40", "/be/weeks?page=40", "");
            measure(node, "Atom feed", "/be/feed.atom", "");
            measure(node, "sign-up", "/api/subscriptions",
                    """
                            local n = 0
                            wrk.method = "POST"
                            wrk.headers["Content-Type"] = "application/json"
                            request = function()
                              n = n + 1
                              return wrk.format(nil, nil, nil, '{"email":"visitor' .. os.time() .. '.' .. n .. '@example.org","edition":"be-ru"}')
                            end
                            """);
            out.printf(Locale.ROOT, "%d MB at the most%n", Usage.of(node.pid()).peakRssKilobytes() / 1024);
        }
        report();
    }

    /** Publishes them all in three languages; gives the path of one. */
    private static String fill(Node node) throws Exception {
        node.signIn(node.token());
        var desk = new Desk(node);
        var path = "";
        var week = Week.of(LAST.monday().minusWeeks(WEEKS - 1));
        for (int i = 0; i < WEEKS; i++, week = week.next()) {
            path = desk.publishIssue(week.toString(), Samples.RUBRICS.size(), List.of("en", "be", "ru"), LETTERS);
        }
        return path;
    }

    private void measure(Node node, String what, String path, String script) throws Exception {
        var url = node.url(path).toString();
        // Once to warm up, which takes a young JVM about as long.
        wrk(url, script);
        var full = wrk(url, script);
        double rate = number(RATE, full);
        long pause = Math.round(1000.0 * CONNECTIONS / (rate / 2) - 1000.0 * CONNECTIONS / rate);
        var half = wrk(url, script + "function delay() return " + Math.max(1, pause) + " end\n");
        var refused = REFUSED.matcher(full);
        var row = new Row(what, path, node.ask(path).body().length, rate, number(RATE, half), milliseconds(half),
                refused.find() ? Long.parseLong(refused.group(1)) : 0);
        rows.add(row);
        out.println(row);
    }

    private String wrk(String url, String script) throws IOException, InterruptedException {
        var file = directory.resolve("wrk.lua");
        Files.writeString(file, script);
        var process = new ProcessBuilder("wrk", "-t1", "-c" + CONNECTIONS, "-d" + SECONDS + "s", "--latency", "-s",
                file.toString(),
                url).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("wrk: " + said);
        }
        return said;
    }

    private void report() throws IOException {
        var table = new StringBuilder(
                "| | octets | requests/s | at about half of it: requests/s | 99 of 100 within ms | refused |\n|---|---|---|---|---|---|\n");
        for (var row : rows) {
            table.append(String.format(Locale.ROOT, "| %s | %,d | %,.0f | %,.0f | %.2f | %d |%n", row.what(), row.octets(),
                    row.perSecond(), row.halfLoad(), row.slowest(), row.refused()));
        }
        out.println(table);
        Files.writeString(directory.resolve("pages.md"), table);
    }

    private static double number(Pattern pattern, String said) {
        var matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IllegalStateException(said);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double milliseconds(String said) {
        var units = Map.of("us", 0.001, "ms", 1.0, "s", 1000.0);
        var matcher = SLOWEST_OF_HUNDRED.matcher(said);
        matcher.find();
        return Double.parseDouble(matcher.group(1)) * units.get(matcher.group(2));
    }
}
