package org.viestka.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and the database are taken away in the middle of a mailing, at moments that nobody chose. */
class CrashIT {

    private static final int READERS = 10_000;
    /** Few, so that the promise is tested: with the default a crash may repeat five times as many. */
    private static final int UNRECORDED = 100;
    private static final int REPEATS_PER_KILL = Installation.CONNECTIONS + UNRECORDED;
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final AtomicInteger WEEK = new AtomicInteger();
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Installation installation;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeAll
    static void open() throws Exception {
        installation = new Installation(directory, Map.of("viestka.delivery.unrecorded", String.valueOf(UNRECORDED),
                "viestka.delivery.retry-after", "1s", "viestka.delivery.timeout", "5s",
                // Twenty seconds by default, which the build does not wait for.
                "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "5"));
        new Desk(installation.nodes(1).get(0)).importReaders(0, READERS);
    }

    @AfterAll
    static void close() throws Exception {
        installation.close();
    }

    @BeforeEach
    void nextWeek() {
        WEEK.incrementAndGet();
    }

    @Test
    void a_node_killed_again_and_again_loses_nobody_and_repeats_no_more_than_was_unrecorded() throws Exception {
        int kills = 3;
        beginSending(1);
        for (int i = 0; i < kills; i++) {
            awaitMore(200 + random.nextInt(1_500));
            installation.nodes().get(0).kill();
            installation.start();
            awaitMoreWithin(RECOVERY);
        }
        finish(kills * REPEATS_PER_KILL);
    }

    @Test
    void of_three_nodes_any_may_be_killed_and_need_not_come_back() throws Exception {
        beginSending(3);
        awaitMore(500 + random.nextInt(1_500));
        killAny();
        installation.start();
        awaitMore(500 + random.nextInt(1_500));
        killAny();
        awaitMore(500 + random.nextInt(1_500));
        killAny();
        long last = System.nanoTime();
        finish(3 * REPEATS_PER_KILL);
        assertThat(Duration.ofNanos(System.nanoTime() - last)).as("until the others have sent it all; seed %d", seed)
                .isLessThan(RECOVERY);
    }

    @Test
    void a_node_that_is_told_to_stop_repeats_nothing_and_holds_nothing_back() throws Exception {
        beginSending(2);
        for (var node : installation.nodes()) {
            awaitMore(500 + random.nextInt(2_000));
            assertThat(node.terminate(Duration.ofSeconds(20))).as("ends within the grace period; seed %d", seed).isTrue();
        }
        assertThat(installation.database.states(week())).as("rows by state; seed %d", seed).containsKey("pending")
                .doesNotContainKey("claimed");
        assertThat(installation.database.nodes()).as("leases").isZero();
        installation.nodes(1);
        finish(0);
    }

    @Test
    void a_database_that_is_restarted_or_falls_in_the_middle_costs_and_repeats_nothing() throws Exception {
        var database = installation.database;
        beginSending(2);
        awaitMore(500 + random.nextInt(1_500));
        database.stop();
        database.start();
        awaitMoreWithin(RECOVERY);
        awaitMore(random.nextInt(1_500));
        database.crash();
        database.start();
        awaitMoreWithin(RECOVERY);
        finish(0);
    }

    @Test
    void a_database_that_cannot_be_reached_is_waited_for_and_nothing_is_repeated() throws Exception {
        beginSending(2);
        awaitMore(500 + random.nextInt(1_500));
        installation.gate.refuse();
        awaitStandstill(Duration.ofSeconds(1));
        installation.gate.open();
        awaitMoreWithin(RECOVERY);
        installation.gate.fallSilent();
        // Longer than a lease, and longer than the driver waits.
        awaitStandstill(Duration.ofSeconds(11));
        installation.gate.open();
        awaitMoreWithin(RECOVERY);
        finish(0);
    }

    @Test
    void connections_that_are_never_answered_again_do_not_hang_a_node() throws Exception {
        beginSending(1);
        awaitMore(500 + random.nextInt(1_500));
        installation.gate.forget();
        // What had been claimed is sent still; the rest takes new connections.
        awaitMore(READERS / 2);
        finish(0);
    }

    @Test
    void where_doubt_is_to_be_held_nothing_is_repeated_and_only_what_was_begun_is_held() throws Exception {
        var hold = Map.of("viestka.delivery.uncertain", "hold");
        publish(1);
        installation.nodes(0);
        installation.start(hold);
        installation.start(hold);
        send(installation.nodes(2).get(0));
        awaitMore(500 + random.nextInt(5_000));
        killAny();
        assertThat(installation.finishes(week(), LONG)).as("finished; seed %d", seed).isTrue();
        installation.nodes(0);
        var reckoning = Reckoning.of(installation, week());
        int held = reckoning.uncertain();
        assertThat(reckoning).as("seed %d", seed).isEqualTo(new Reckoning(READERS, 0, READERS - held, 0, 0, held, 0, 0, 0));
        // What was unrecorded, under way, and marked to be next.
        assertThat(held).as("held; seed %d", seed).isBetween(1, UNRECORDED + 3 * Installation.CONNECTIONS);
    }

    private void killAny() throws InterruptedException {
        var nodes = installation.nodes();
        nodes.get(random.nextInt(nodes.size())).kill();
    }

    private void beginSending(int nodes) throws Exception {
        publish(nodes);
        send(installation.nodes().get(0));
    }

    private void publish(int nodes) throws Exception {
        var desk = new Desk(installation.nodes(nodes).get(0));
        desk.publishIssue(week(), 1, 100);
        desk.assemble(week());
    }

    private void send(Node node) throws Exception {
        installation.relay.forget();
        new Desk(node).send(week());
    }

    private void awaitMore(int messages) throws InterruptedException {
        var relay = installation.relay;
        assertThat(relay.await(relay.messages() + messages, LONG)).as("%d more messages; seed %d", messages, seed).isTrue();
    }

    private void awaitMoreWithin(Duration most) throws InterruptedException {
        var relay = installation.relay;
        // More than a dead node may have left on its connections.
        assertThat(relay.await(relay.messages() + Installation.CONNECTIONS + 1, most))
                .as("goes on within %s; seed %d", most, seed).isTrue();
    }

    /** Until nothing has been sent for so long. */
    private void awaitStandstill(Duration time) throws InterruptedException {
        var relay = installation.relay;
        long deadline = System.nanoTime() + LONG.toNanos();
        while (relay.await(relay.messages() + 1, time)) {
            assertThat(System.nanoTime()).as("still sending; seed %d", seed).isLessThan(deadline);
        }
    }

    private void finish(int repeats) throws Exception {
        boolean finished = installation.finishes(week(), LONG);
        var states = installation.database.states(week());
        assertThat(finished).as("finished; rows by state: %s; seed %d", states, seed).isTrue();
        var reckoning = Reckoning.of(installation, week());
        assertThat(reckoning).as("seed %d", seed)
                .isEqualTo(new Reckoning(READERS, 0, READERS, 0, 0, 0, 0, reckoning.repeats(), 0));
        assertThat(installation.relay.received()).as("everybody; seed %d", seed).hasSize(READERS);
        assertThat(reckoning.repeats()).as("repeats; seed %d", seed).isLessThanOrEqualTo(repeats);
    }

    private static String week() {
        return String.format("2015-W%02d", WEEK.get());
    }
}
