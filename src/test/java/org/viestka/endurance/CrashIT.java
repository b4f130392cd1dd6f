package org.viestka.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are taken away in the middle of a mailing, at moments that nobody chose. */
class CrashIT {

    private static final int READERS = 10_000;
    private static final int REPEATS_PER_KILL = Installation.CONNECTIONS + Installation.UNRECORDED;
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(90);
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Installation installation;
    private SendingWeek mailing;

    @BeforeAll
    static void open() throws Exception {
        installation = Installation.inAHurry(directory, READERS);
    }

    @AfterAll
    static void close() throws Exception {
        installation.close();
    }

    @BeforeEach
    void nextWeek() {
        mailing = new SendingWeek(installation, READERS);
    }

    /** It is there all the time: a node that says otherwise has stumbled over what another did. */
    @AfterEach
    void no_node_has_missed_the_database() throws IOException {
        try (var logs = Files.newDirectoryStream(directory, "*.log")) {
            for (var log : logs) {
                assertThat(log).content().doesNotContain("The database does not answer", "The dispatcher failed");
            }
        }
    }

    @Test
    void a_node_killed_again_and_again_loses_nobody_and_repeats_no_more_than_was_unrecorded() throws Exception {
        int kills = 3;
        mailing.begin(1);
        for (int i = 0; i < kills; i++) {
            mailing.awaitMore(200 + mailing.random.nextInt(1_500));
            installation.nodes().get(0).kill();
            installation.start();
            mailing.awaitMoreWithin(RECOVERY);
        }
        mailing.finish(kills * REPEATS_PER_KILL);
    }

    @Test
    void of_three_nodes_any_may_be_killed_and_need_not_come_back() throws Exception {
        mailing.begin(3);
        mailing.awaitMore(500 + mailing.random.nextInt(1_500));
        killAny();
        installation.start();
        mailing.awaitMore(500 + mailing.random.nextInt(1_500));
        killAny();
        mailing.awaitMore(500 + mailing.random.nextInt(1_500));
        killAny();
        long last = System.nanoTime();
        mailing.finish(3 * REPEATS_PER_KILL);
        assertThat(Duration.ofNanos(System.nanoTime() - last)).as("until the others have sent it all; seed %d", mailing.seed)
                .isLessThan(RECOVERY);
    }

    @Test
    void a_node_that_is_told_to_stop_repeats_nothing_and_holds_nothing_back() throws Exception {
        mailing.begin(2);
        for (var node : installation.nodes()) {
            mailing.awaitMore(500 + mailing.random.nextInt(2_000));
            assertThat(node.terminate(Duration.ofSeconds(20))).as("ends within the grace period; seed %d", mailing.seed)
                    .isTrue();
        }
        assertThat(installation.database.states(mailing.week())).as("rows by state; seed %d", mailing.seed)
                .containsKey("pending")
                .doesNotContainKey("claimed");
        assertThat(installation.database.nodes()).as("leases").isZero();
        installation.nodes(1);
        mailing.finish(0);
    }

    @Test
    void where_doubt_is_to_be_held_nothing_is_repeated_and_only_what_was_begun_is_held() throws Exception {
        var hold = Map.of("viestka.delivery.uncertain", "hold");
        mailing.publish(1);
        installation.nodes(0);
        installation.start(hold);
        installation.start(hold);
        mailing.send(installation.nodes(2).get(0));
        mailing.awaitMore(500 + mailing.random.nextInt(2_500));
        // One that has not heard of the mailing yet has nothing in its hands.
        assertThat(Installation.becomes(() -> installation.database.nodesThatSend() == 2, LONG))
                .as("both send; seed %d", mailing.seed).isTrue();
        killAny();
        assertThat(installation.finishes(mailing.week(), LONG)).as("finished; seed %d", mailing.seed).isTrue();
        installation.nodes(0);
        var reckoning = Reckoning.of(installation, mailing.week());
        int held = reckoning.uncertain();
        assertThat(reckoning).as("seed %d", mailing.seed)
                .isEqualTo(new Reckoning(READERS, 0, READERS - held, 0, 0, held, 0, 0, 0));
        // What was unrecorded, under way, and marked to be next.
        assertThat(held).as("held; seed %d", mailing.seed).isBetween(1, Installation.UNRECORDED + 3 * Installation.CONNECTIONS);
    }

    private void killAny() throws InterruptedException {
        var nodes = installation.nodes();
        nodes.get(mailing.random.nextInt(nodes.size())).kill();
    }
}
