package org.viestka.lists;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** Whose turn it is: over all nodes one list is worked off at a time, in the order in which they were there. */
@ApplicationScoped
class ImportQueue {

    // A piece takes a fraction of a second.
    private static final Duration DEAD_AFTER = Duration.ofSeconds(30);
    private static final Duration CUT_AFTER = Duration.ofMinutes(5);
    private static final int MOST_ATTEMPTS = 5;

    private final AgroalDataSource database;
    private final Clock clock;

    ImportQueue(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A list and the right to work it off, until another node has reason to take us for dead. */
    record Turn(UUID run, UUID runner, String edition, boolean dryRun, String consent) {}

    /** The list that was begun and has been left, or else the next one; empty while another node is at work. */
    Optional<Turn> take() throws SQLException {
        return transaction(connection -> {
            lock(connection);
            endCut(connection);
            try (var select = connection.prepareStatement("SELECT id, state, runner, touched_at, attempts, edition, dry_run,"
                    + " consent FROM subscriber_import WHERE state IN ('RUNNING', 'QUEUED') AND received_at IS NOT NULL"
                    + " ORDER BY state = 'RUNNING' DESC, received_at, id LIMIT 1 FOR UPDATE");
                    var row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                boolean running = row.getString(2).equals("RUNNING");
                var alive = row.getTimestamp(4).toInstant().plus(DEAD_AFTER).isAfter(clock.instant());
                if (running && row.getObject(3) != null && alive) {
                    return Optional.empty();
                }
                var turn = new Turn(row.getObject(1, UUID.class), UUID.randomUUID(), row.getString(6), row.getBoolean(7),
                        row.getString(8));
                if (row.getInt(5) >= MOST_ATTEMPTS) {
                    end(connection, "FAILED", ImportFault.ABANDONED, turn.run());
                    return Optional.empty();
                }
                begin(connection, turn, !running);
                return Optional.of(turn);
            }
        });
    }

    /** For a node that stops: another one need not wait until we are surely dead. */
    void giveBack(Turn turn) throws SQLException {
        transaction(connection -> {
            try (var update = connection
                    .prepareStatement("UPDATE subscriber_import SET runner = NULL, attempts = 0 WHERE id = ? AND runner = ?")) {
                update.setObject(1, turn.run());
                update.setObject(2, turn.runner());
                return update.executeUpdate();
            }
        });
    }

    /** False when it is no longer ours: cancelled, or taken over. Locks it, so that it stays so until the transaction ends. */
    boolean isOurs(Connection connection, Turn turn) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE subscriber_import SET touched_at = ?, attempts = 0"
                + " WHERE id = ? AND runner = ? AND state = 'RUNNING'")) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.setObject(2, turn.run());
            update.setObject(3, turn.runner());
            return update.executeUpdate() == 1;
        }
    }

    void finish(Connection connection, Turn turn) throws SQLException {
        end(connection, "FINISHED", null, turn.run());
        forgetSeen(connection);
    }

    /** Nobody else decides about the queue until the transaction ends. */
    static void lock(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('import queue'))")) {
            lock.executeQuery().close();
        }
    }

    private void begin(Connection connection, Turn turn, boolean anew) throws SQLException {
        if (anew) {
            forgetSeen(connection);
        }
        try (var update = connection.prepareStatement("UPDATE subscriber_import SET state = 'RUNNING', runner = ?,"
                + " touched_at = ?, started_at = COALESCE(started_at, ?), attempts = attempts + 1 WHERE id = ?")) {
            var now = Timestamp.from(clock.instant());
            update.setObject(1, turn.runner());
            update.setTimestamp(2, now);
            update.setTimestamp(3, now);
            update.setObject(4, turn.run());
            update.executeUpdate();
        }
    }

    private void end(Connection connection, String state, ImportFault why, UUID run) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE subscriber_import SET state = ?, detail = ?, finished_at = ?,"
                + " runner = NULL WHERE id = ?");
                var delete = connection.prepareStatement("DELETE FROM subscriber_import_piece WHERE import_id = ?")) {
            update.setString(1, state);
            update.setString(2, why == null ? null : why.name());
            update.setTimestamp(3, Timestamp.from(clock.instant()));
            update.setObject(4, run);
            update.executeUpdate();
            delete.setObject(1, run);
            delete.executeUpdate();
        }
    }

    /** Lists whose node died while they came in: nobody will send the rest. */
    private void endCut(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id FROM subscriber_import WHERE state = 'QUEUED'"
                + " AND received_at IS NULL AND touched_at <= ? FOR UPDATE SKIP LOCKED")) {
            select.setTimestamp(1, Timestamp.from(clock.instant().minus(CUT_AFTER)));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    end(connection, "FAILED", ImportFault.ABANDONED, rows.getObject(1, UUID.class));
                }
            }
        }
    }

    private static void forgetSeen(Connection connection) throws SQLException {
        try (PreparedStatement truncate = connection.prepareStatement("TRUNCATE subscriber_import_seen")) {
            truncate.executeUpdate();
        }
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                return result;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
