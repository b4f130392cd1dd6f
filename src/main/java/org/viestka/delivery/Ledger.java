package org.viestka.delivery;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingText;
import org.viestka.publication.Edition;

import io.agroal.api.AgroalDataSource;

/**
 * The rows of who was sent what. Set-based SQL in short transactions of its own: nothing here is open while a message is on
 * its way. Leases are told by the database's clock, which all nodes share.
 */
@ApplicationScoped
class Ledger {

    private final AgroalDataSource database;

    Ledger(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Writes a row for each active subscriber of the edition who has none of this issue yet. Runs in the caller's transaction.
     *
     * @return rows written
     */
    int freeze(Mailing mailing, Edition edition) throws SQLException {
        var week = mailing.week.toString();
        var partition = "delivery_" + week.toLowerCase(Locale.ROOT).replace('-', '_');
        try (var connection = database.getConnection(); var ddl = connection.createStatement()) {
            // One at a time: two editions of a week share its partition.
            ddl.execute("SELECT pg_advisory_xact_lock(hashtext('" + partition + "'))");
            try (var exists = ddl.executeQuery("SELECT to_regclass('" + partition + "') IS NOT NULL")) {
                exists.next();
                if (!exists.getBoolean(1)) {
                    // Made apart and then attached: that does not stop those who read or write other partitions.
                    ddl.execute("CREATE TABLE " + partition + " (LIKE delivery INCLUDING ALL,"
                            + " CONSTRAINT of_the_week CHECK (week = '" + week + "'))");
                    ddl.execute("ALTER TABLE delivery ATTACH PARTITION " + partition + " FOR VALUES IN ('" + week + "')");
                    ddl.execute("ALTER TABLE " + partition + " DROP CONSTRAINT of_the_week");
                }
            }
            try (var insert = connection
                    .prepareStatement("INSERT INTO delivery (week, subscriber_id, mailing_id, language, next_at)"
                            + " SELECT ?, id, ?, CASE WHEN leading_language = ANY (?) THEN leading_language ELSE ? END"
                            + " || CASE WHEN discreet THEN '" + MailingText.DISCREET + "' ELSE '' END, ?"
                            + " FROM subscriber WHERE edition = ? AND status = 'ACTIVE' ON CONFLICT (week, subscriber_id) DO NOTHING")) {
                insert.setString(1, week);
                insert.setObject(2, mailing.id);
                insert.setArray(3, connection.createArrayOf("text", edition.languages().toArray()));
                insert.setString(4, edition.leadingLanguage());
                insert.setTimestamp(5, Timestamp.from(mailing.startedAt));
                insert.setString(6, edition.key());
                return insert.executeUpdate();
            }
        }
    }

    /** Gives back a node's rows that were claimed and not tried. */
    int giveBack(UUID node, List<UUID> subscribers, String week) throws SQLException {
        return update("UPDATE delivery SET state = CASE WHEN attempts > 1 THEN 'deferred' ELSE 'pending' END,"
                + " attempts = attempts - 1, claim = NULL"
                + " WHERE week = ? AND subscriber_id = ANY (?) AND state = 'claimed' AND claim = ?", statement -> {
                    statement.setString(1, week);
                    statement.setArray(2, uuids(statement, subscribers));
                    statement.setObject(3, node);
                });
    }

    /** A row that is now this node's to send. {@code address} is sealed. */
    record Claim(String week, UUID subscriber, UUID mailing, String language, int attempt, byte[] address) {}

    /**
     * Claims rows that are due. Whoever may no longer be written to, by the status as it is now, is skipped instead.
     *
     * @return the rows to send, at most {@code most}; {@link Claimed#looked} is how many were due
     */
    Claimed claim(Mailing mailing, UUID node, Instant now, int most) throws SQLException {
        try (var connection = database.getConnection();
                var claim = connection.prepareStatement("WITH due AS MATERIALIZED (SELECT subscriber_id FROM delivery"
                        + " WHERE week = ? AND mailing_id = ? AND state IN ('pending', 'deferred') AND next_at <= ?"
                        + " ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED),"
                        + " who AS (SELECT due.subscriber_id, s.address, s.status FROM due LEFT JOIN subscriber s ON s.id = due.subscriber_id)"
                        + " UPDATE delivery d SET state = CASE WHEN who.status = 'ACTIVE' THEN 'claimed' ELSE 'skipped' END,"
                        + " claim = CASE WHEN who.status = 'ACTIVE' THEN ?::uuid END,"
                        + " done_at = CASE WHEN who.status = 'ACTIVE' THEN NULL ELSE ?::timestamptz END,"
                        + " reply = CASE WHEN who.status = 'ACTIVE' THEN d.reply ELSE lower(coalesce(who.status, 'erased')) END,"
                        + " attempts = d.attempts + CASE WHEN who.status = 'ACTIVE' THEN 1 ELSE 0 END"
                        + " FROM who WHERE d.week = ? AND d.subscriber_id = who.subscriber_id"
                        + " RETURNING d.subscriber_id, d.language, d.attempts, d.state, who.address")) {
            var week = mailing.week.toString();
            claim.setString(1, week);
            claim.setObject(2, mailing.id);
            claim.setTimestamp(3, Timestamp.from(now));
            claim.setInt(4, most);
            claim.setObject(5, node);
            claim.setTimestamp(6, Timestamp.from(now));
            claim.setString(7, week);
            try (var rows = claim.executeQuery()) {
                return claimed(mailing, week, rows);
            }
        }
    }

    /**
     * What a look for due rows gave.
     *
     * @param looked rows that were due, with those skipped
     */
    record Claimed(List<Claim> claims, int looked) {}

    private static Claimed claimed(Mailing mailing, String week, ResultSet rows) throws SQLException {
        var claims = new ArrayList<Claim>();
        int looked = 0;
        while (rows.next()) {
            looked++;
            if (rows.getString(4).equals("claimed")) {
                claims.add(new Claim(week, rows.getObject(1, UUID.class), mailing.id, rows.getString(2), rows.getInt(3),
                        rows.getBytes(5)));
            }
        }
        return new Claimed(claims, looked);
    }

    /** What became of a claim. {@code state} as in the table; {@code nextAt} null for an end. */
    record Result(Claim claim, String state, Instant nextAt, String reply, Instant at) {}

    /**
     * Records results, in one statement for each week. A message that was sent was sent: that is recorded also when the claim
     * was lost meanwhile. Anything else counts only while the row is still this node's.
     */
    void record(UUID node, List<Result> results) throws SQLException {
        var byWeek = new LinkedHashMap<String, List<Result>>();
        results.forEach(result -> byWeek.computeIfAbsent(result.claim().week(), week -> new ArrayList<>()).add(result));
        for (var entry : byWeek.entrySet()) {
            record(node, entry.getKey(), entry.getValue());
        }
    }

    private void record(UUID node, String week, List<Result> results) throws SQLException {
        int size = results.size();
        var ids = new UUID[size];
        var states = new String[size];
        var next = new Timestamp[size];
        var replies = new String[size];
        var at = new Timestamp[size];
        for (int i = 0; i < size; i++) {
            var result = results.get(i);
            ids[i] = result.claim().subscriber();
            states[i] = result.state();
            next[i] = result.nextAt() == null ? null : Timestamp.from(result.nextAt());
            replies[i] = result.reply();
            at[i] = Timestamp.from(result.at());
        }
        update("UPDATE delivery d SET state = r.state, claim = NULL, next_at = coalesce(r.next_at, d.next_at), reply = r.reply,"
                + " done_at = CASE WHEN r.next_at IS NULL THEN r.at END"
                + " FROM unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::text[], ?::timestamptz[])"
                + " AS r(id, state, next_at, reply, at)"
                + " WHERE d.week = ? AND d.subscriber_id = r.id AND (d.state = 'claimed' AND d.claim = ?"
                + " OR r.state = 'sent' AND d.state IN ('claimed', 'pending', 'deferred', 'uncertain'))", statement -> {
                    var connection = statement.getConnection();
                    statement.setArray(1, connection.createArrayOf("uuid", ids));
                    statement.setArray(2, connection.createArrayOf("text", states));
                    statement.setArray(3, connection.createArrayOf("timestamptz", next));
                    statement.setArray(4, connection.createArrayOf("text", replies));
                    statement.setArray(5, connection.createArrayOf("timestamptz", at));
                    statement.setString(6, week);
                    statement.setObject(7, node);
                });
    }

    /** Which of these suppression hashes are listed. */
    Set<ByteBuffer> suppressed(List<byte[]> hashes) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT hash FROM suppression WHERE hash = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
            try (var rows = select.executeQuery()) {
                var listed = new HashSet<ByteBuffer>();
                while (rows.next()) {
                    listed.add(ByteBuffer.wrap(rows.getBytes(1)));
                }
                return listed;
            }
        }
    }

    /** Skips the rows of a cancelled mailing that nobody has claimed. */
    void skipOpen(Mailing mailing, Instant now) throws SQLException {
        update("UPDATE delivery SET state = 'skipped', reply = 'cancelled', done_at = ? WHERE week = ? AND mailing_id = ?"
                + " AND state IN ('pending', 'deferred')", statement -> {
                    statement.setTimestamp(1, Timestamp.from(now));
                    statement.setString(2, mailing.week.toString());
                    statement.setObject(3, mailing.id);
                });
    }

    /** Makes the failed rows of a mailing due again. */
    int retryFailed(Mailing mailing, Instant now) throws SQLException {
        return update("UPDATE delivery SET state = 'pending', attempts = 0, next_at = ?, done_at = NULL WHERE week = ?"
                + " AND mailing_id = ? AND state = 'failed'", statement -> {
                    statement.setTimestamp(1, Timestamp.from(now));
                    statement.setString(2, mailing.week.toString());
                    statement.setObject(3, mailing.id);
                });
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private int update(String sql, Parameters parameters) throws SQLException {
        try (Connection connection = database.getConnection(); var statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }

    private static Array uuids(PreparedStatement statement, List<UUID> ids) throws SQLException {
        return statement.getConnection().createArrayOf("uuid", ids.toArray());
    }
}
