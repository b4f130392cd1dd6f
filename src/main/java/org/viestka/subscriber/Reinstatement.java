package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/**
 * Sets subscribers active again whose mail a relay sent back by mistake, any number of them in pieces. What is done stays when
 * the rest fails, and the same again does the rest. Their failures of before do not count any more: see their status's time.
 */
@ApplicationScoped
class Reinstatement {

    /** Few statements for a million, and no lock is held for long. */
    static final int AT_ONCE = 5_000;

    /**
     * Which of those that are marked as bounced.
     *
     * @param from when they were marked, and so on until just before {@code until}
     * @param relay who refused them, in any case of letters; null for all
     * @param reply a part of the last reply, in any case of letters; null for all
     * @param edition null for all
     */
    record Bounced(Instant from, Instant until, String relay, String reply, String edition) {

        private static final String WHERE = " WHERE status = 'BOUNCED' AND bounced_at >= ? AND bounced_at < ?"
                + " AND (?::text IS NULL OR lower(bounced_relay) = lower(?))"
                + " AND (?::text IS NULL OR strpos(lower(bounced_reply), lower(?)) > 0)"
                + " AND (?::text IS NULL OR edition = ?)";

        /** For the audit trail. */
        String words() {
            return "from " + from + " until " + until + (relay == null ? "" : ", relay " + relay)
                    + (reply == null ? "" : ", reply " + reply) + (edition == null ? "" : ", edition " + edition);
        }

        /** Sets the parameters of the condition, first of the statement, and gives the next one's number. */
        int set(PreparedStatement statement, Instant since) throws SQLException {
            statement.setTimestamp(1, Timestamp.from(since));
            statement.setTimestamp(2, Timestamp.from(until));
            int next = 3;
            for (var value : new String[]{relay, reply, edition}) {
                statement.setString(next++, value);
                statement.setString(next++, value);
            }
            return next;
        }
    }

    /** What one piece came to, and how far it got. */
    private record Piece(int count, Instant last) {}

    private final AgroalDataSource database;
    private final Clock clock;

    Reinstatement(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How many there are. */
    long count(Bounced which) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT count(*) FROM subscriber" + Bounced.WHERE)) {
            which.set(select, which.from());
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** @return how many are active again */
    long run(Bounced which) throws SQLException {
        long all = 0;
        for (var piece = next(which, which.from()); piece.count() > 0; piece = next(which, piece.last())) {
            all += piece.count();
        }
        return all;
    }

    private Piece next(Bounced which, Instant since) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                BulkChanges.lock(connection);
                var piece = reinstate(connection, which, since);
                connection.commit();
                return piece;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Piece reinstate(Connection connection, Bounced which, Instant since) throws SQLException {
        // Locked first: whoever leaves or comes back meanwhile is looked at again and stays as they wish.
        try (var update = connection.prepareStatement("WITH piece AS (SELECT id, bounced_at FROM subscriber" + Bounced.WHERE
                + " ORDER BY bounced_at LIMIT ? FOR UPDATE), done AS (UPDATE subscriber s SET status = 'ACTIVE', status_since = ?,"
                + " updated_at = ?, version = version + 1, bounced_at = NULL, bounced_relay = NULL, bounced_reply = NULL"
                + " FROM piece WHERE s.id = piece.id RETURNING piece.bounced_at) SELECT count(*), max(bounced_at) FROM done")) {
            var now = Timestamp.from(clock.instant());
            int next = which.set(update, since);
            update.setInt(next, AT_ONCE);
            update.setTimestamp(next + 1, now);
            update.setTimestamp(next + 2, now);
            try (var rows = update.executeQuery()) {
                rows.next();
                return new Piece(rows.getInt(1), rows.getInt(1) == 0 ? since : rows.getTimestamp(2).toInstant());
            }
        }
    }
}
