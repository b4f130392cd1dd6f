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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mailing.Mailing;
import org.viestka.relay.RelayFactory;
import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.SmtpPhase;
import org.viestka.web.DatabaseWatch;

import io.agroal.api.AgroalDataSource;

/**
 * The rows of who was sent what. Set-based SQL in short transactions of its own: nothing here is open while a message is on
 * its way. Leases are told by the database's clock, which all nodes share. A trigger of {@code R__webhook_triggers.sql} notes rows
 * that have failed.
 */
@ApplicationScoped
public class Ledger {

    /**
     * In the table of a week: the whole ledger would have the database look at every week there is, for each batch. Rows found by
     * the index of what is due are changed where they lie; the subscriber is looked up one by one, since a join may, without
     * statistics, read all of them for each batch.
     */
    static final String CLAIM = "WITH due AS MATERIALIZED (SELECT ctid AS place FROM %1$s"
            + " WHERE mailing_id = ? AND state IN ('pending', 'deferred') AND next_at <= ?"
            + " ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED),"
            + " claimed AS (UPDATE %1$s d SET state = 'claimed', claim = ?, begun = false, attempts = attempts + 1"
            + " WHERE ctid = ANY (ARRAY (SELECT place FROM due))"
            + " RETURNING d.subscriber_id, d.language, d.attempts)"
            + " SELECT claimed.*, who.address, who.status FROM claimed LEFT JOIN LATERAL"
            + " (SELECT address, status FROM subscriber WHERE id = claimed.subscriber_id LIMIT 1) AS who ON true";

    /** In the table of a week: messages that were sent, which most are. */
    static final String RECORD_SENT = "UPDATE %s d SET state = 'sent', claim = NULL, reply = NULL, done_at = r.at"
            + " FROM unnest(?::uuid[], ?::timestamptz[]) AS r(id, at) WHERE d.subscriber_id = r.id"
            + " AND d.state IN ('claimed', 'pending', 'deferred', 'uncertain')";

    /** In the table of a week: whatever else became of claims. */
    static final String RECORD = "UPDATE %s d SET claim = NULL,"
            // A message whose fate nobody knows is sent again twice: its reader may get it each time.
            + " state = CASE WHEN r.state = 'uncertain' AND r.next_at IS NOT NULL AND d.uncertain_ends < 2 THEN 'deferred'"
            + " ELSE r.state END, uncertain_ends = d.uncertain_ends + CASE WHEN r.state = 'uncertain' THEN 1 ELSE 0 END,"
            + " next_at = coalesce(r.next_at, d.next_at), reply = r.reply,"
            + " done_at = CASE WHEN r.next_at IS NULL OR r.state = 'uncertain' AND d.uncertain_ends >= 2 THEN r.at END,"
            // Who is skipped was claimed, and nothing was tried.
            + " attempts = d.attempts - CASE WHEN r.state = 'skipped' THEN 1 ELSE 0 END"
            + " FROM unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::uuid[], ?::int[])"
            + " AS r(id, state, next_at, reply, at, node, attempt)"
            + " WHERE d.subscriber_id = r.id AND d.state = 'claimed' AND d.claim = r.node AND d.attempts = r.attempt";

    /**
     * In the table of a week: whether others of the mailing were sent since a reader was refused and a person has looked (what was
     * in flight when it paused says nothing); or others were sent at all, and this is one of the last, or a person has let the
     * mailing go on and nobody is left who was not refused before. Of what is no word about a recipient, only what was sent since
     * the mailing last went on tells others apart from this one. No row for a reader who was not refused before.
     */
    private static final String OTHERS_SINCE = "SELECT EXISTS (SELECT FROM %1$s d WHERE d.mailing_id = me.mailing_id"
            + " AND d.state = 'sent' AND (CASE WHEN ? THEN d.done_at >= greatest(me.next_at, m.looked_at)"
            + " OR few.n <= 1 + m.total / 100 ELSE d.done_at >= m.going_since"
            + " OR m.looked_at IS NOT NULL AND few.n <= 1 + m.total / 100 END"
            + " OR m.looked_at IS NOT NULL AND me.attempts >= ? AND NOT EXISTS (SELECT FROM %1$s o"
            + " WHERE o.mailing_id = me.mailing_id AND o.state IN ('pending', 'claimed') AND coalesce(o.reply, '') NOT LIKE '5%%')))"
            + " FROM %1$s me JOIN mailing m ON m.id = me.mailing_id, LATERAL (SELECT count(*) AS n FROM (SELECT FROM %1$s o"
            + " WHERE o.mailing_id = me.mailing_id AND o.state IN ('pending', 'deferred', 'claimed') LIMIT 2 + m.total / 100) AS o) AS few"
            + " WHERE me.subscriber_id = ? AND me.reply LIKE '5%%'";

    /** One that was refused and is to be tried again is pending, not deferred. */
    private static final String BEFORE_CLAIM = "CASE WHEN attempts > 1 AND coalesce(reply, '') NOT LIKE '5%' THEN 'deferred' ELSE 'pending' END";

    private static final String REFUSALS = "SELECT reply, count(*) FROM delivery WHERE week = ? AND mailing_id = ?"
            + " AND state = 'failed' AND reply LIKE '5%' GROUP BY reply";
    /** Before the last reply to one that was tried for as long as may be. */
    static final String GAVE_UP = "gave up: ";
    private static final String GIVEN_UP = "SELECT reply FROM delivery WHERE week = ? AND mailing_id = ?"
            + " AND state = 'failed' AND reply LIKE '" + GAVE_UP + "%' GROUP BY reply ORDER BY count(*) DESC LIMIT 1";
    /** Replies that are held in memory at one time: in a long list each may be another. */
    private static final int BATCH = 1_000;

    private static final String UNDEFINED_TABLE = "42P01";

    private final AgroalDataSource database;
    private final DatabaseWatch watch;
    private final RelayFactory relays;

    Ledger(AgroalDataSource database, DatabaseWatch watch, RelayFactory relays) {
        this.database = database;
        this.watch = watch;
        this.relays = relays;
    }

    /** Gives back a node's rows that were claimed and not tried. */
    int giveBack(UUID node, List<UUID> subscribers, String week) throws SQLException {
        return update("UPDATE delivery SET state = " + BEFORE_CLAIM + ","
                + " attempts = attempts - 1, claim = NULL"
                + " WHERE week = ? AND subscriber_id = ANY (?) AND state = 'claimed' AND claim = ?", statement -> {
                    statement.setString(1, week);
                    statement.setArray(2, uuids(statement, subscribers));
                    statement.setObject(3, node);
                });
    }

    /**
     * Gives back what is this node's by the ledger and of which the node knows nothing: it was claimed, and the answer was lost
     * together with the connection.
     *
     * @param known mailings of which the node holds rows; theirs are left alone
     * @return rows given back
     */
    int giveBackForgotten(UUID node, Set<UUID> known) throws SQLException {
        return update("UPDATE delivery SET state = " + BEFORE_CLAIM + ","
                + " attempts = attempts - 1, claim = NULL"
                + " WHERE state = 'claimed' AND claim = ? AND NOT mailing_id = ANY (?)", statement -> {
                    statement.setObject(1, node);
                    statement.setArray(2, uuids(statement, known));
                });
    }

    /** Notes that rows are about to be sent. False when not all of them are the node's any more. */
    boolean begin(UUID node, List<UUID> subscribers, String week) throws SQLException {
        return subscribers.size() == update("UPDATE delivery SET begun = true WHERE week = ? AND subscriber_id = ANY (?)"
                + " AND state = 'claimed' AND claim = ?", statement -> {
                    statement.setString(1, week);
                    statement.setArray(2, uuids(statement, subscribers));
                    statement.setObject(3, node);
                });
    }

    /** Lets go of connections that are probably as bad as the one that has just failed. */
    void reconnect() {
        watch.reconnect();
    }

    boolean takesWrites() {
        return watch.takesWrites();
    }

    /**
     * A row that is now this node's to send.
     *
     * @param address sealed; null where the subscriber is gone
     * @param mailbox the address, once it has been opened; null before
     */
    public record ClaimedDelivery(String week, UUID subscriber, UUID mailing, String language, int attempt, UUID node,
            byte[] address, String mailbox) {

        ClaimedDelivery opened(String mailbox) {
            return new ClaimedDelivery(week, subscriber, mailing, language, attempt, node, address, mailbox);
        }

        /** Logs and error messages get no address. */
        @Override
        public String toString() {
            return "Claim[" + week + ", " + subscriber + "]";
        }
    }

    /**
     * Claims rows that are due.
     *
     * @param most rows at most
     */
    Claimed claim(Mailing mailing, UUID node, Instant now, int most) throws SQLException {
        var week = mailing.week.toString();
        try (var connection = database.getConnection();
                var claim = connection.prepareStatement(CLAIM.formatted(WeekPartition.name(week)))) {
            claim.setObject(1, mailing.id);
            claim.setTimestamp(2, Timestamp.from(now));
            claim.setInt(3, most);
            claim.setObject(4, node);
            try (var rows = claim.executeQuery()) {
                return claimed(mailing, week, node, rows);
            }
        }
    }

    /** Claims the one row that goes first, and notes that it was claimed since the mailing last went on. */
    Claimed claimFirst(Mailing mailing, UUID node, Instant now) throws SQLException {
        var claimed = claim(mailing, node, now, 1);
        update("UPDATE delivery SET next_at = greatest(?::timestamptz, ?) WHERE week = ? AND subscriber_id = ANY (?) AND state = 'claimed'"
                + " AND claim = ?", statement -> {
                    statement.setTimestamp(1, Timestamp.from(now));
                    statement.setTimestamp(2, Timestamp.from(mailing.goingSince));
                    statement.setString(3, mailing.week.toString());
                    statement.setArray(4, uuids(statement,
                            Stream.concat(claimed.toSend().stream(), claimed.toSkip().keySet().stream())
                                    .map(ClaimedDelivery::subscriber).toList()));
                    statement.setObject(5, node);
                });
        return claimed;
    }

    /**
     * What a look for due rows gave.
     *
     * @param toSend those whose readers may be written to, by their status as it is now
     * @param toSkip the others, with the reason
     */
    record Claimed(List<ClaimedDelivery> toSend, Map<ClaimedDelivery, String> toSkip) {

        static final Claimed NONE = new Claimed(List.of(), Map.of());

        int size() {
            return toSend.size() + toSkip.size();
        }
    }

    private static Claimed claimed(Mailing mailing, String week, UUID node, ResultSet rows) throws SQLException {
        var claimed = new Claimed(new ArrayList<>(), new LinkedHashMap<>());
        while (rows.next()) {
            var claim = new ClaimedDelivery(week, rows.getObject(1, UUID.class), mailing.id, rows.getString(2), rows.getInt(3),
                    node, rows.getBytes(4), null);
            var status = rows.getString(5);
            if ("ACTIVE".equals(status)) {
                claimed.toSend().add(claim);
            } else {
                claimed.toSkip().put(claim, status == null ? "erased" : status.toLowerCase(Locale.ROOT));
            }
        }
        return claimed;
    }

    /**
     * What became of a claim.
     *
     * @param state as in the table; {@code uncertain} with a next time is deferred until it was so too often
     * @param nextAt null for an end
     * @param since since when its mailing had been going when it was tried; null where that makes no difference
     */
    record Result(ClaimedDelivery claim, String state, Instant nextAt, String reply, Instant at, Instant since) {

        Result(ClaimedDelivery claim, String state, Instant nextAt, String reply, Instant at) {
            this(claim, state, nextAt, reply, at, null);
        }

        /** Whether a relay refused it for good. */
        boolean isRefusal() {
            return state.equals("failed") && reply.startsWith("5");
        }
    }

    /**
     * Records results. A message that was sent was sent: that is recorded also when the claim was lost meanwhile. Anything else
     * counts only for the claim it came of. So all of them can be recorded twice: whoever loses the connection does not know
     * whether they were. A refusal whose mailing is paused meanwhile for such refusals, or has gone on anew since the message was
     * tried, is no failure: the row is due again.
     */
    void record(List<Result> results) throws SQLException {
        var byWeek = new LinkedHashMap<String, List<Result>>();
        results.forEach(result -> byWeek.computeIfAbsent(result.claim().week(), week -> new ArrayList<>()).add(result));
        for (var week : byWeek.entrySet()) {
            var areSent = week.getValue().stream().collect(Collectors.partitioningBy(result -> result.state().equals("sent")));
            try {
                recordSent(WeekPartition.name(week.getKey()), areSent.get(true));
                var areRefused = areSent.get(false).stream().collect(Collectors.partitioningBy(Result::isRefusal));
                recordOthers(WeekPartition.name(week.getKey()), areRefused.get(false));
                recordRefusals(WeekPartition.name(week.getKey()), areRefused.get(true));
            } catch (SQLException e) {
                if (!UNDEFINED_TABLE.equals(e.getSQLState())) {
                    throw e;
                }
                // The week has been forgotten: whoever was out of reach for so long has nothing to tell of it.
            }
        }
    }

    private void recordSent(String table, List<Result> results) throws SQLException {
        if (results.isEmpty()) {
            return;
        }
        update(RECORD_SENT.formatted(table), statement -> {
            setArray(statement, 1, "uuid", results, result -> result.claim().subscriber());
            setArray(statement, 2, "timestamptz", results, result -> Timestamp.from(result.at()));
        });
    }

    private void recordOthers(String table, List<Result> results) throws SQLException {
        if (results.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection()) {
            recordOthers(connection, table, results);
        }
    }

    private static void recordOthers(Connection connection, String table, List<Result> results) throws SQLException {
        update(connection, RECORD.formatted(table), statement -> {
            setArray(statement, 1, "uuid", results, result -> result.claim().subscriber());
            setArray(statement, 2, "text", results, Result::state);
            setArray(statement, 3, "timestamptz", results,
                    result -> result.nextAt() == null ? null : Timestamp.from(result.nextAt()));
            setArray(statement, 4, "text", results, Result::reply);
            setArray(statement, 5, "timestamptz", results, result -> Timestamp.from(result.at()));
            setArray(statement, 6, "uuid", results, result -> result.claim().node());
            setArray(statement, 7, "int4", results, result -> result.claim().attempt());
        });
    }

    /** The mailings are locked against a pause: either it sees these rows as failed and takes them back, or they see it. */
    private void recordRefusals(String table, List<Result> results) throws SQLException {
        if (results.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var stands = stands(connection, results);
                var judged = results.stream().map(result -> {
                    var mailing = stands.get(result.claim().mailing());
                    return mailing == null || !mailing.excuses(result)
                            ? result
                            : new Result(result.claim(), "pending", result.at(), result.reply(), result.at());
                }).toList();
                recordOthers(connection, table, judged);
                update(connection, "UPDATE " + table + " SET relay = ? WHERE subscriber_id = ANY (?) AND state = 'failed'",
                        statement -> {
                            statement.setString(1, relays.host());
                            statement.setArray(2,
                                    uuids(statement, judged.stream().map(result -> result.claim().subscriber()).toList()));
                        });
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * How a mailing stands when refusals of it are recorded.
     *
     * @param words what the refusals share for which it is paused; null where it is not
     */
    private record Stand(Instant goingSince, String words) {

        private boolean excuses(Result result) {
            return words != null && isMeant(words, result.reply())
                    || result.since() != null && !result.since().equals(goingSince);
        }
    }

    /** Locks all mailings of these results until the transaction's end. */
    private static Map<UUID, Stand> stands(Connection connection, List<Result> results) throws SQLException {
        try (var select = connection
                .prepareStatement("SELECT id, going_since, CASE WHEN state = 'PAUSED' THEN refusal END FROM mailing"
                        + " WHERE id = ANY (?) ORDER BY id FOR SHARE")) {
            select.setArray(1,
                    uuids(select, results.stream().map(result -> result.claim().mailing()).collect(Collectors.toSet())));
            try (var rows = select.executeQuery()) {
                var stands = new HashMap<UUID, Stand>();
                while (rows.next()) {
                    stands.put(rows.getObject(1, UUID.class), new Stand(rows.getTimestamp(2).toInstant(), rows.getString(3)));
                }
                return stands;
            }
        }
    }

    /** @param words what refusals share for which a mailing is paused */
    private static boolean isMeant(String words, String reply) {
        return words.equals(Mailing.ANY_WORDS) || words.equals(ReplyWords.fingerprint(reply));
    }

    /** Notes that this node's relay has taken a message of the mailing. */
    void noteTaken(UUID mailing) throws SQLException {
        update("UPDATE mailing SET taken_by = array_append(taken_by, ?) WHERE id = ? AND NOT ? = ANY (taken_by)", statement -> {
            statement.setString(1, relays.host());
            statement.setObject(2, mailing);
            statement.setString(3, relays.host());
        });
    }

    /**
     * How many rows of a mailing were refused for good, by what their replies share. Runs in the caller's transaction: many replies
     * are read piece by piece.
     */
    Map<String, Refused> refusals(Mailing mailing) throws SQLException {
        var refusals = new HashMap<String, Refused>();
        try (var connection = database.getConnection(); var select = connection.prepareStatement(REFUSALS)) {
            eachRefusal(select, mailing, (reply, count) -> refusals.merge(ReplyWords.fingerprint(reply),
                    new Refused(reply, count), Refused::and));
        }
        return refusals;
    }

    /**
     * Rows that were refused alike.
     *
     * @param reply to one of them
     */
    record Refused(String reply, long count) {

        private Refused and(Refused other) {
            return new Refused(reply, count + other.count);
        }
    }

    @FunctionalInterface
    private interface RefusalReader {
        void read(String reply, long count) throws SQLException;
    }

    private static void eachRefusal(PreparedStatement select, Mailing mailing, RefusalReader reader) throws SQLException {
        select.setString(1, mailing.week.toString());
        select.setObject(2, mailing.id);
        select.setFetchSize(BATCH);
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                reader.read(rows.getString(1), rows.getLong(2));
            }
        }
    }

    /**
     * Makes the rows due again that were refused with these words, behind all that were not tried; the replies stay. Runs in the
     * caller's transaction.
     */
    void takeBack(Mailing mailing, String words, Instant now) throws SQLException {
        try (var connection = database.getConnection(); var select = connection.prepareStatement(REFUSALS)) {
            var meant = new ArrayList<String>(BATCH);
            eachRefusal(select, mailing, (reply, count) -> {
                if (isMeant(words, reply)) {
                    meant.add(reply);
                }
                if (meant.size() == BATCH) {
                    takeBack(mailing, meant, now);
                    meant.clear();
                }
            });
            takeBack(mailing, meant, now);
        }
    }

    /**
     * Makes the rows due again that were given up, as if they had not been tried. Runs in the caller's transaction.
     *
     * @return what the relay said to most of them; empty where there are none
     */
    Optional<String> takeBackGivenUp(Mailing mailing, Instant now) throws SQLException {
        try (var connection = database.getConnection(); var select = connection.prepareStatement(GIVEN_UP)) {
            select.setString(1, mailing.week.toString());
            select.setObject(2, mailing.id);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                var reply = rows.getString(1);
                longUpdate("UPDATE delivery SET state = 'pending', attempts = 0, next_at = ?, done_at = NULL WHERE week = ?"
                        + " AND mailing_id = ? AND state = 'failed' AND reply LIKE '" + GAVE_UP + "%'", statement -> {
                            statement.setTimestamp(1, Timestamp.from(now));
                            statement.setString(2, mailing.week.toString());
                            statement.setObject(3, mailing.id);
                        });
                return Optional.of(reply.substring(GAVE_UP.length()));
            }
        }
    }

    private void takeBack(Mailing mailing, List<String> replies, Instant now) throws SQLException {
        if (replies.isEmpty()) {
            return;
        }
        longUpdate("UPDATE delivery SET state = 'pending', next_at = ?, done_at = NULL WHERE week = ? AND mailing_id = ?"
                + " AND state = 'failed' AND reply = ANY (?)", statement -> {
                    statement.setTimestamp(1, Timestamp.from(now));
                    statement.setString(2, mailing.week.toString());
                    statement.setObject(3, mailing.id);
                    statement.setArray(4, statement.getConnection().createArrayOf("text", replies.toArray()));
                });
    }

    /**
     * Whether a refusal is that reader's own: the very same reader was refused before, and the relay has taken others of the
     * mailing since, or this one is among the last, or only such are left after a person has looked.
     *
     * @param othersTaken whether this node knows of others that were taken and may not be recorded yet
     * @param attempts after so many, where only such are left
     */
    boolean isOwnRefusal(ClaimedDelivery claim, SmtpPhase phase, boolean othersTaken, int attempts) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(OTHERS_SINCE.formatted(WeekPartition.name(claim.week())))) {
            select.setBoolean(1, phase == SmtpPhase.RCPT);
            select.setInt(2, attempts);
            select.setObject(3, claim.subscriber());
            try (var row = select.executeQuery()) {
                return row.next() && (othersTaken || row.getBoolean(1));
            }
        }
    }

    private static void setArray(PreparedStatement statement, int index, String type, List<Result> results,
            Function<Result, Object> value) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, results.stream().map(value).toArray()));
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
        longUpdate("UPDATE delivery SET state = 'skipped', reply = 'cancelled', done_at = ? WHERE week = ? AND mailing_id = ?"
                + " AND state IN ('pending', 'deferred')", statement -> {
                    statement.setTimestamp(1, Timestamp.from(now));
                    statement.setString(2, mailing.week.toString());
                    statement.setObject(3, mailing.id);
                });
    }

    /** Makes the deferred rows of a mailing due; not those just greylisted, which would be put off again when they come too soon. */
    void hasten(Mailing mailing, Instant now) throws SQLException {
        longUpdate("UPDATE delivery SET next_at = ? WHERE week = ? AND mailing_id = ? AND state = 'deferred' AND next_at > ?"
                + " AND NOT (attempts = 1 AND reply ~* 'gr[ae]y[ -]?list')", statement -> {
                    statement.setTimestamp(1, Timestamp.from(now));
                    statement.setString(2, mailing.week.toString());
                    statement.setObject(3, mailing.id);
                    statement.setTimestamp(4, Timestamp.from(now));
                });
    }

    /**
     * Makes the failed rows of a mailing due again, as of its start: whoever was sent it was sent it since. With them those of
     * readers who were passed over as bounced and are active again.
     */
    int retryFailed(Mailing mailing) throws SQLException {
        return longUpdate("UPDATE delivery d SET state = 'pending', attempts = 0, next_at = ?, done_at = NULL,"
                + " reply = CASE WHEN state = 'failed' THEN reply END WHERE week = ? AND mailing_id = ?"
                + " AND (state = 'failed' OR state = 'skipped' AND reply = 'bounced' AND EXISTS"
                + " (SELECT FROM subscriber s WHERE s.id = d.subscriber_id AND s.status = 'ACTIVE'))", statement -> {
                    statement.setTimestamp(1, Timestamp.from(mailing.startedAt));
                    statement.setString(2, mailing.week.toString());
                    statement.setObject(3, mailing.id);
                });
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private int update(String sql, Parameters parameters) throws SQLException {
        try (var connection = database.getConnection()) {
            return update(connection, sql, parameters);
        }
    }

    private static int update(Connection connection, String sql, Parameters parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }

    private int longUpdate(String sql, Parameters parameters) throws SQLException {
        try (Connection connection = database.getConnection(); var statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return LongStatement.with(connection, statement::executeUpdate);
        }
    }

    private static Array uuids(PreparedStatement statement, Collection<UUID> ids) throws SQLException {
        return statement.getConnection().createArrayOf("uuid", ids.toArray());
    }
}
