package org.viestka.endurance;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away in the middle of a mailing, at moments that nobody chose. */
class DatabaseOutageIT {

    private static final int READERS = 10_000;
    private static final Duration RECOVERY = Duration.ofSeconds(30);
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

    @Test
    void a_database_that_is_restarted_or_falls_in_the_middle_costs_and_repeats_nothing() throws Exception {
        var database = installation.database;
        mailing.begin(2);
        mailing.awaitMore(500 + mailing.random.nextInt(1_500));
        database.stop();
        database.start();
        mailing.awaitMoreWithin(RECOVERY);
        mailing.awaitMore(mailing.random.nextInt(1_500));
        database.crash();
        database.start();
        mailing.awaitMoreWithin(RECOVERY);
        mailing.finish(0);
    }

    @Test
    void a_database_that_cannot_be_reached_is_waited_for_and_nothing_is_repeated() throws Exception {
        mailing.begin(2);
        mailing.awaitMore(500 + mailing.random.nextInt(1_500));
        installation.gate.refuse();
        mailing.awaitStandstill(Duration.ofSeconds(1));
        installation.gate.open();
        mailing.awaitMoreWithin(RECOVERY);
        installation.gate.fallSilent();
        // Longer than a lease, and longer than the driver waits.
        mailing.awaitStandstill(Duration.ofSeconds(11));
        installation.gate.open();
        mailing.awaitMoreWithin(RECOVERY);
        mailing.finish(0);
    }

    @Test
    void connections_that_are_never_answered_again_do_not_hang_a_node() throws Exception {
        mailing.begin(1);
        mailing.awaitMore(500 + mailing.random.nextInt(1_500));
        installation.gate.forget();
        // What had been claimed is sent still; the rest takes new connections.
        mailing.awaitMore(READERS / 2);
        mailing.finish(0);
    }
}
