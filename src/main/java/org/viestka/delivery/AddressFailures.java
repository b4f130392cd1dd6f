package org.viestka.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.mailing.Mailing;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.ReplyWords.About;

import io.agroal.api.AgroalDataSource;

/**
 * Mailboxes that do not exist, as relays say. One refusal proves little, since relays have bad days too: a reader is written to
 * until so many issues in a row were refused, and then marked as bounced. Where one mailing would mark many at once, it marks
 * nobody: a mistake of the relay's looks like that.
 */
@ApplicationScoped
public class AddressFailures {

    private static final Logger LOG = Logger.getLogger(AddressFailures.class);

    /** Of a short list, a share says nothing: so many may be marked by any mailing. */
    private static final int FEW = 3;

    /** Those from before the last change of status do not count: the reader has come back since. */
    private static final String HAS_ENOUGH = "s.status = 'ACTIVE' AND ? <= (SELECT count(*) FROM address_failure f"
            + " WHERE f.subscriber_id = s.id AND f.at > s.status_since)";

    /** Of a finished mailing, readers whose row was refused because there is no such mailbox. */
    private static final String REFUSED = " FROM delivery d JOIN address_failure f ON f.subscriber_id = d.subscriber_id AND f.week = d.week"
            + " WHERE d.week = ? AND d.mailing_id = ? AND d.state = 'failed' AND s.id = d.subscriber_id AND " + HAS_ENOUGH;

    private static final String MARK = "UPDATE subscriber s SET status = 'BOUNCED', status_since = ?, bounced_at = ?,"
            + " bounced_relay = f.relay, bounced_reply = f.reply, updated_at = ?, version = version + 1";

    /** Rows that are counted at one time. */
    private static final int BATCH = 1_000;

    private final AgroalDataSource database;
    private final DeliveryConfig config;
    private final Publication publication;

    AddressFailures(AgroalDataSource database, DeliveryConfig config, Publication publication) {
        this.database = database;
        this.config = config;
        this.publication = publication;
    }

    /** A row that was refused because there is no such mailbox. */
    private record Refused(UUID subscriber, Instant at, String relay, String reply) {}

    /**
     * Counts the refusals of a mailing that is over and marks those readers that have had enough. What a relay refused that has
     * taken none of its messages counts for nobody. Runs in the caller's transaction.
     */
    void take(Mailing mailing, Instant now) throws SQLException {
        if (config.bounceAfter() == 0) {
            return;
        }
        try (var connection = database.getConnection()) {
            if (!count(connection, mailing)) {
                return;
            }
            long readers = withEnough(connection, mailing);
            if (readers > most(mailing.total)) {
                LOG.warnf("The %s mailing of %s would mark %d of %d subscribers as bounced: none is.", mailing.edition,
                        mailing.week, readers, mailing.total);
                mailing.reason = braked();
            } else if (readers > 0) {
                LOG.infof("Of the %s mailing of %s, %d subscribers are marked as bounced: there is no such mailbox.",
                        mailing.edition, mailing.week, mark(connection, mailing, now));
            }
        }
    }

    /** Counts what was refused, read and written piece by piece: it may be many. Returns whether there was any. */
    private static boolean count(Connection connection, Mailing mailing) throws SQLException {
        try (var select = connection.prepareStatement("SELECT subscriber_id, done_at, relay, reply FROM delivery"
                + " WHERE week = ? AND mailing_id = ? AND state = 'failed' AND reply LIKE '5%'"
                + " AND relay = ANY (ARRAY (SELECT unnest(taken_by) FROM mailing WHERE id = ?))")) {
            select.setString(1, mailing.week.toString());
            select.setObject(2, mailing.id);
            select.setObject(3, mailing.id);
            select.setFetchSize(BATCH);
            boolean any = false;
            var refused = new ArrayList<Refused>(BATCH);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    if (ReplyWords.about(rows.getString(4)) == About.MAILBOX) {
                        refused.add(new Refused(rows.getObject(1, UUID.class), rows.getTimestamp(2).toInstant(),
                                rows.getString(3), rows.getString(4)));
                        any = true;
                    }
                    if (refused.size() == BATCH) {
                        count(connection, mailing.week.toString(), refused);
                        refused.clear();
                    }
                }
            }
            count(connection, mailing.week.toString(), refused);
            return any;
        }
    }

    private static void count(Connection connection, String week, List<Refused> refused) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement("INSERT INTO address_failure (subscriber_id, week, at, relay, reply)"
                + " SELECT r.id, ?, r.at, r.relay, r.reply FROM unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[])"
                + " AS r(id, at, relay, reply) JOIN subscriber s ON s.id = r.id ON CONFLICT DO NOTHING")) {
            insert.setString(1, week);
            insert.setArray(2, connection.createArrayOf("uuid", refused.stream().map(Refused::subscriber).toArray()));
            insert.setArray(3,
                    connection.createArrayOf("timestamptz", refused.stream().map(one -> Timestamp.from(one.at())).toArray()));
            insert.setArray(4, connection.createArrayOf("text", refused.stream().map(Refused::relay).toArray()));
            insert.setArray(5, connection.createArrayOf("text", refused.stream().map(Refused::reply).toArray()));
            insert.executeUpdate();
        }
    }

    private long withEnough(Connection connection, Mailing mailing) throws SQLException {
        try (var select = connection
                .prepareStatement("SELECT count(*) FROM subscriber s WHERE EXISTS (SELECT" + REFUSED + ")")) {
            select.setString(1, mailing.week.toString());
            select.setObject(2, mailing.id);
            select.setInt(3, config.bounceAfter());
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private int mark(Connection connection, Mailing mailing, Instant at) throws SQLException {
        try (var mark = connection.prepareStatement(MARK + REFUSED)) {
            var now = Timestamp.from(at);
            mark.setTimestamp(1, now);
            mark.setTimestamp(2, now);
            mark.setTimestamp(3, now);
            mark.setString(4, mailing.week.toString());
            mark.setObject(5, mailing.id);
            mark.setInt(6, config.bounceAfter());
            return mark.executeUpdate();
        }
    }

    private String braked() {
        return Publication.words(publication.languages().get(0)).bounces_braked(config.bounceBrake());
    }

    private long most(int total) {
        return Math.max(FEW, (long) total * config.bounceBrake() / 100);
    }

    /**
     * Counts a message that a relay took and later reported as undeliverable, because there is no such mailbox. The same report
     * counts once, and once with a refusal of the same issue.
     *
     * @param relay host that reported it, for the record; may be null
     * @param reply what the report says, for the record, without addresses; may be null
     * @return whether the reader is marked as bounced by this
     */
    public boolean report(UUID subscriber, Week week, Instant at, String relay, String reply) throws SQLException {
        if (config.bounceAfter() == 0) {
            return false;
        }
        try (var connection = database.getConnection();
                var insert = connection
                        .prepareStatement("INSERT INTO address_failure (subscriber_id, week, at, reported, relay, reply)"
                                + " SELECT id, ?, ?, true, ?, ? FROM subscriber WHERE id = ? ON CONFLICT DO NOTHING")) {
            insert.setString(1, week.toString());
            insert.setTimestamp(2, Timestamp.from(at));
            insert.setString(3, relay);
            insert.setString(4, reply);
            insert.setObject(5, subscriber);
            insert.executeUpdate();
            return hasEnough(connection, subscriber) && !isBraked(connection, subscriber, week)
                    && mark(connection, subscriber, week, at);
        }
    }

    private boolean hasEnough(Connection connection, UUID subscriber) throws SQLException {
        try (var select = connection.prepareStatement("SELECT FROM subscriber s WHERE s.id = ? AND " + HAS_ENOUGH)) {
            select.setObject(1, subscriber);
            select.setInt(2, config.bounceAfter());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean mark(Connection connection, UUID subscriber, Week week, Instant at) throws SQLException {
        try (var mark = connection.prepareStatement(
                MARK + " FROM address_failure f WHERE f.subscriber_id = s.id AND f.week = ? AND s.id = ? AND " + HAS_ENOUGH)) {
            var now = Timestamp.from(at);
            mark.setTimestamp(1, now);
            mark.setTimestamp(2, now);
            mark.setTimestamp(3, now);
            mark.setString(4, week.toString());
            mark.setObject(5, subscriber);
            mark.setInt(6, config.bounceAfter());
            boolean marked = mark.executeUpdate() > 0;
            if (marked) {
                LOG.infof("Subscriber %s is marked as bounced: there is no such mailbox.", subscriber);
            }
            return marked;
        }
    }

    /** Whether as many readers were marked by this issue as may be. */
    private boolean isBraked(Connection connection, UUID subscriber, Week week) throws SQLException {
        try (var select = connection.prepareStatement("SELECT m.id, m.total, (SELECT count(*) FROM subscriber b"
                + " JOIN address_failure f ON f.subscriber_id = b.id WHERE f.week = m.week AND b.edition = m.edition"
                + " AND b.status = 'BOUNCED' AND b.bounced_at >= m.started_at AND f.at >= m.started_at)"
                + " FROM mailing m JOIN subscriber s ON s.edition = m.edition WHERE m.week = ? AND s.id = ?")) {
            select.setString(1, week.toString());
            select.setObject(2, subscriber);
            try (var row = select.executeQuery()) {
                if (!row.next() || row.getLong(3) < most(row.getInt(2))) {
                    return false;
                }
                LOG.warnf("%d of %d subscribers are marked as bounced by reports of %s: no more are.", row.getLong(3),
                        row.getInt(2), week);
                tell(connection, row.getObject(1, UUID.class));
                return true;
            }
        }
    }

    private void tell(Connection connection, UUID mailing) throws SQLException {
        try (var tell = connection
                .prepareStatement("UPDATE mailing SET reason = ?, version = version + 1 WHERE id = ? AND state = 'FINISHED'"
                        + " AND reason IS NULL")) {
            tell.setString(1, braked());
            tell.setObject(2, mailing);
            tell.executeUpdate();
        }
    }

    /**
     * Forgets the failures of those whom a mailing that is over reached, finished or cancelled: only failures in a row count. Whose issue before was taken and
     * reported later may not have been reached this time either, nor whose report has come while this one was under way.
     */
    void forgetReached(Mailing mailing) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM address_failure f WHERE EXISTS (SELECT FROM delivery d"
                        + " WHERE d.week = ? AND d.subscriber_id = f.subscriber_id AND d.mailing_id = ? AND d.state = 'sent')"
                        + " AND NOT EXISTS (SELECT FROM address_failure r WHERE r.subscriber_id = f.subscriber_id AND r.reported"
                        + " AND r.week >= coalesce((SELECT max(m.week) FROM mailing m WHERE m.edition = ? AND m.week < ?), ?))")) {
            delete.setString(1, mailing.week.toString());
            delete.setObject(2, mailing.id);
            delete.setString(3, mailing.edition);
            delete.setString(4, mailing.week.toString());
            delete.setString(5, mailing.week.toString());
            delete.executeUpdate();
        }
    }
}
