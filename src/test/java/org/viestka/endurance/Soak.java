package org.viestka.endurance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * Mailing after mailing from three nodes on one PostgreSQL while everything that can fail fails, at random. Prints tables and
 * writes them, and the same as JSON, to {@code target/soak}; ends with 1 when a promise was broken. Arguments: minutes, readers,
 * and a seed to have the same again.
 */
final class Soak {

    private static final Path DIRECTORY = Path.of("target", "soak");
    private static final int NODES = 3;
    private static final int UNRECORDED = 500;
    private static final int REPEATS_PER_LOSS = Installation.CONNECTIONS + UNRECORDED;
    private static final double RECOVERY_SECONDS = 30;
    /** Then a mailing is left in peace, so that it ends. */
    private static final long MISHAPS_NANOS = Duration.ofSeconds(90).toNanos();
    private static final Duration END = Duration.ofMinutes(4);

    /**
     * One mailing.
     *
     * @param nodesLost in its course: killed or frozen
     * @param unsaid messages that the relay took and did not confirm
     * @param bound repeats that are allowed
     */
    record Row(String week, boolean finished, Reckoning reckoning, int nodesLost, long unsaid, long bound) {

        boolean isKept() {
            return finished && reckoning.open() == 0 && reckoning.losses() == 0 && reckoning.altered() == 0
                    && reckoning.repeats() <= bound;
        }
    }

    /** One kind of mishap: how often, and the longest time until a message was sent again. */
    record Recovery(int times, double longestSeconds) {

        Recovery and(double seconds) {
            return new Recovery(times + 1, Math.max(longestSeconds, seconds));
        }
    }

    private final PrintStream out;
    private final int readers;
    private final long seed;
    private final Random random;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Mishap, Recovery> recoveries = new EnumMap<>(Mishap.class);
    private Installation installation;
    private int nodesLost;

    private Soak(PrintStream out, int readers, long seed) {
        this.out = out;
        this.readers = readers;
        this.seed = seed;
        this.random = new Random(seed);
    }

    public static void main(String... arguments) throws Exception {
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        var soak = new Soak(System.out, Integer.parseInt(arguments[1]), seed);
        System.exit(soak.run(Duration.ofMinutes(Long.parseLong(arguments[0]))) ? 0 : 1);
    }

    private boolean run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        var settings = Map.of("viestka.delivery.unrecorded", String.valueOf(UNRECORDED), "viestka.delivery.retry-after", "2s",
                "viestka.delivery.timeout", "10s");
        try (var all = new Installation(DIRECTORY.resolve(String.valueOf(seed)), settings)) {
            installation = all;
            new Desk(all.nodes(NODES).get(0)).importReaders(0, readers);
            for (int week = 0; System.nanoTime() < end; week++) {
                var row = mail(String.format("%d-W%02d", 2000 + week / 52, 1 + week % 52));
                rows.add(row);
                out.println(row);
                if (!row.finished()) {
                    break;
                }
            }
        } finally {
            report();
        }
        return rows.stream().allMatch(Row::isKept)
                && recoveries.values().stream().allMatch(recovery -> recovery.longestSeconds() <= RECOVERY_SECONDS);
    }

    private Row mail(String week) throws Exception {
        var relay = installation.relay;
        var desk = new Desk(installation.nodes(NODES).get(0));
        desk.publishIssue(week, 1, 100);
        desk.assemble(week);
        relay.forget();
        nodesLost = 0;
        desk.send(week);
        long start = System.nanoTime();
        while (System.nanoTime() - start < MISHAPS_NANOS
                && !installation.finishes(week, Duration.ofMillis(200 + random.nextInt(2_000)))) {
            suffer(Mishap.values()[random.nextInt(Mishap.values().length)], week);
        }
        boolean finished = installation.finishes(week, END);
        long bound = (long) nodesLost * REPEATS_PER_LOSS + relay.unsaid();
        return new Row(week, finished, Reckoning.of(installation, week), nodesLost, relay.unsaid(), bound);
    }

    private void suffer(Mishap mishap, String week) throws IOException, InterruptedException, SQLException {
        for (int missing = NODES - installation.nodes().size(); missing > 0; missing--) {
            installation.start();
        }
        nodesLost += mishap.costsRepeats ? mishap.victims(installation) : 0;
        mishap.befall(installation, random);
        long over = System.nanoTime();
        var relay = installation.relay;
        double seconds = 0;
        // Where little is left there may be nothing to send before the next try of what was deferred.
        if (installation.database.states(week).getOrDefault("pending", 0) > 50 * Installation.CONNECTIONS) {
            relay.await(relay.messages() + Installation.CONNECTIONS + 1, Duration.ofMinutes(2));
            seconds = (System.nanoTime() - over) / 1e9;
        }
        out.printf(Locale.ROOT, "%s; sending again after %.1f s%n", mishap.what, seconds);
        recoveries.put(mishap, recoveries.getOrDefault(mishap, new Recovery(0, 0)).and(seconds));
    }

    private void report() throws IOException {
        var table = new StringBuilder("| what happened | times | sending again after at most, s |\n|---|---|---|\n");
        recoveries.forEach((mishap, recovery) -> table.append(String.format(Locale.ROOT, "| %s | %d | %.1f |%n", mishap.what,
                recovery.times(), recovery.longestSeconds())));
        var sums = new LinkedHashMap<String, Object>();
        sums.put("mailings", rows.size());
        sums.put("of them finished", rows.stream().filter(Row::finished).count());
        sums.put("recipients", sum(row -> row.reckoning().recipients()));
        sums.put("sent", sum(row -> row.reckoning().sent()));
        sums.put("failed (the relay said that there is no such user)", sum(row -> row.reckoning().failed()));
        sums.put("without an end", sum(row -> row.reckoning().open()));
        sums.put("losses", sum(row -> row.reckoning().losses()));
        sums.put("nodes killed or frozen", sum(Row::nodesLost));
        sums.put("messages the relay took and did not confirm", sum(Row::unsaid));
        sums.put("repeats", sum(row -> row.reckoning().repeats()));
        sums.put("repeats allowed", sum(Row::bound));
        sums.put("repeats that were not the same to the octet", sum(row -> row.reckoning().altered()));
        sums.put("mailings that broke a promise", rows.stream().filter(row -> !row.isKept()).count());
        table.append("\n| in all | |\n|---|---|\n");
        sums.forEach((what, sum) -> table.append(String.format(Locale.ROOT, "| %s | %,d |%n", what, sum)));
        out.println(table);
        Files.writeString(DIRECTORY.resolve("soak.md"), table);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(DIRECTORY.resolve("soak.json").toFile(),
                Map.of("seed", seed, "mishaps", recoveries, "sums", sums, "mailings", rows));
    }

    private long sum(java.util.function.ToLongFunction<Row> of) {
        return rows.stream().mapToLong(of).sum();
    }
}
