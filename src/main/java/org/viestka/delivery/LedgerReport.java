package org.viestka.delivery;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.viestka.mailing.Mailing;

import io.agroal.api.AgroalDataSource;

/** What the ledger says of a mailing. */
@ApplicationScoped
class LedgerReport {

    /** The orders make sure of the indexes, which hold only rows that are open. */
    static final String OPEN = "SELECT (SELECT true FROM delivery WHERE week = ? AND mailing_id = ?"
            + " AND state IN ('pending', 'deferred') ORDER BY next_at LIMIT 1) IS TRUE OR (SELECT true FROM delivery"
            + " WHERE week = ? AND mailing_id = ? AND state = 'claimed' ORDER BY claim LIMIT 1) IS TRUE";

    private final AgroalDataSource database;

    LedgerReport(AgroalDataSource database) {
        this.database = database;
    }

    /** Whether a row of the mailing has not reached its end. */
    boolean isOpen(Mailing mailing) throws SQLException {
        try (var connection = database.getConnection();
                var open = connection.prepareStatement(OPEN)) {
            open.setString(1, mailing.week.toString());
            open.setObject(2, mailing.id);
            open.setString(3, mailing.week.toString());
            open.setObject(4, mailing.id);
            try (var row = open.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether any node has a row in its hands that it claimed to go first, since the mailing last went on. */
    boolean isFirstUnderWay(Mailing mailing) throws SQLException {
        try (var connection = database.getConnection();
                var claimed = connection.prepareStatement("SELECT FROM delivery WHERE week = ? AND mailing_id = ?"
                        + " AND state = 'claimed' AND next_at >= ? ORDER BY claim LIMIT 1")) {
            claimed.setTimestamp(3, Timestamp.from(mailing.goingSince));
            claimed.setString(1, mailing.week.toString());
            claimed.setObject(2, mailing.id);
            try (var row = claimed.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * Rows of a mailing by state.
     *
     * @param since of which time on what was sent is recent
     */
    Counts count(Mailing mailing, Instant since) throws SQLException {
        try (var connection = database.getConnection();
                var count = connection.prepareStatement("SELECT state, count(*), count(*) FILTER (WHERE done_at > ?)"
                        + " FROM delivery WHERE week = ? AND mailing_id = ? GROUP BY state")) {
            count.setTimestamp(1, Timestamp.from(since));
            count.setString(2, mailing.week.toString());
            count.setObject(3, mailing.id);
            try (var rows = count.executeQuery()) {
                var counts = new HashMap<String, Integer>();
                int recent = 0;
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getInt(2));
                    if (rows.getString(1).equals("sent")) {
                        recent = rows.getInt(3);
                    }
                }
                return new Counts(counts, recent);
            }
        }
    }

    Counts count(Mailing mailing) throws SQLException {
        return count(mailing, Instant.EPOCH);
    }

    /**
     * How many rows stand where.
     *
     * @param recent how many were sent of late
     */
    record Counts(Map<String, Integer> byState, int recent) {

        int total() {
            return byState.values().stream().mapToInt(Integer::intValue).sum();
        }

        int of(String state) {
            return byState.getOrDefault(state, 0);
        }
    }

    /** One row as the API shows it. */
    @Schema(name = "Delivery")
    record Row(UUID subscriber, String state, int attempts, Instant nextAt, Instant doneAt, String reply) {}

    /** Rows of a mailing in a state, in the order of subscribers' ids. */
    List<Row> list(Mailing mailing, String state, int size, long offset) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection
                        .prepareStatement("SELECT subscriber_id, state, attempts, next_at, done_at, reply FROM delivery"
                                + " WHERE week = ? AND mailing_id = ? AND (?::text IS NULL OR state = ?) ORDER BY subscriber_id LIMIT ? OFFSET ?")) {
            select.setString(1, mailing.week.toString());
            select.setObject(2, mailing.id);
            select.setString(3, state);
            select.setString(4, state);
            select.setInt(5, size);
            select.setLong(6, offset);
            try (var rows = select.executeQuery()) {
                var list = new ArrayList<Row>();
                while (rows.next()) {
                    list.add(new Row(rows.getObject(1, UUID.class), rows.getString(2), rows.getInt(3),
                            rows.getTimestamp(4).toInstant(),
                            rows.getTimestamp(5) == null ? null : rows.getTimestamp(5).toInstant(),
                            rows.getString(6)));
                }
                return list;
            }
        }
    }
}
