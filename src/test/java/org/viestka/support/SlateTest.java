package org.viestka.support;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SlateTest {

    @Inject
    Slate slate;
    @Inject
    AgroalDataSource database;

    @Test
    void a_job_that_is_at_work_in_two_tables_is_waited_for_and_not_locked_out() throws Exception {
        try (var job = database.getConnection(); var statement = job.createStatement()) {
            job.setAutoCommit(false);
            statement.executeQuery("SELECT FROM subscriber_import FOR UPDATE").close();
            var wiping = CompletableFuture.runAsync(slate::wipe);
            awaitItsWaiting(statement, wiping);

            assertThatCode(() -> statement.executeQuery("SELECT FROM subscriber FOR UPDATE").close())
                    .doesNotThrowAnyException();
            job.commit();
            job.setAutoCommit(true);
            assertThatCode(() -> wiping.get(20, TimeUnit.SECONDS)).doesNotThrowAnyException();
        }
    }

    private static void awaitItsWaiting(Statement statement, CompletableFuture<Void> wiping) throws SQLException {
        while (!wiping.isDone() && !isWaiting(statement)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
                + " AND relation = 'subscriber_import'::regclass")) {
            return rows.next();
        }
    }
}
