package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** What two nodes do to the same mailings at once; one of them is played by a bare connection. */
@QuarkusTest
class MailingLedgerTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    MailingLedger mailingLedger;
    @Inject
    Publication publication;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        for (var edition : publication.editions()) {
            mailings.assemble(Samples.WEEK, edition);
            mailings.send(Samples.WEEK, edition);
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void rows_that_another_node_writes_meanwhile_are_taken_as_they_are() throws Exception {
        asAnotherNode((other, statement) -> {
            statement.execute("LOCK TABLE subscriber IN ACCESS EXCLUSIVE MODE");
            var freezing = inBackground(mailingLedger::freezeAndFind);
            while (!freezing.isDone() && !isWaitedFor(statement, "subscriber")) {
                Thread.onSpinWait();
            }
            statement.execute("UPDATE mailing SET frozen_at = now(), version = version + 1 WHERE edition = 'be-ru'");
            other.commit();

            assertThat(freezing.get(20, TimeUnit.SECONDS)).extracting(mailing -> mailing.edition)
                    .containsExactly("en", "be-ru");
        });
        assertThat(mailing("en").total).isEqualTo(3);
        assertThat(mailing("be-ru").total).isZero();
    }

    @Test
    void a_cancelled_mailing_that_another_node_settles_is_left_to_it() throws Exception {
        mailingLedger.freezeAndFind();
        mailings.cancel(Samples.WEEK, publication.edition("en").orElseThrow());
        asAnotherNode((other, statement) -> {
            statement.executeQuery("SELECT FROM mailing WHERE edition = 'en' FOR UPDATE").close();
            inBackground(() -> {
                mailingLedger.settleCancelled();
                return null;
            }).get(20, TimeUnit.SECONDS);
            other.rollback();
        });
        assertThat(mailing("en").skipped).isZero();
        mailingLedger.settleCancelled();
        assertThat(mailing("en").skipped).isEqualTo(3);
    }

    @FunctionalInterface
    private interface Work {
        void with(Connection other, Statement statement) throws Exception;
    }

    private void asAnotherNode(Work work) throws Exception {
        try (var other = database.getConnection(); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            try {
                work.with(other, statement);
            } finally {
                other.rollback();
                other.setAutoCommit(true);
            }
        }
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static boolean isWaitedFor(Statement statement, String table) throws SQLException {
        try (var rows = statement
                .executeQuery("SELECT FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass")) {
            return rows.next();
        }
    }

    private Mailing mailing(String edition) {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(Samples.WEEK, edition).orElseThrow());
    }
}
