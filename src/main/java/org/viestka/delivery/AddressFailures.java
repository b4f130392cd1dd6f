package org.viestka.delivery;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.delivery.Ledger.Result;
import org.viestka.mailing.Mailing;
import org.viestka.publication.Week;

import io.agroal.api.AgroalDataSource;

/**
 * Which addresses a relay called bad (5.1.x). One refusal proves little, since relays have bad days too: a reader is written to
 * until so many issues in a row were refused, and then marked as bounced.
 */
@ApplicationScoped
public class AddressFailures {

    private static final Logger LOG = Logger.getLogger(AddressFailures.class);

    private final AgroalDataSource database;
    private final DeliveryConfig config;

    AddressFailures(AgroalDataSource database, DeliveryConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Counts the bad addresses among these results, and marks those that have had enough. The same result counts once. */
    void note(List<Result> results) throws SQLException {
        for (var result : results) {
            if (result.badAddress() && config.bounceAfter() > 0) {
                note(result.claim().subscriber(), result.claim().week(), result.at(), false);
            }
        }
    }

    /**
     * Counts a message that a relay took and later reported as undeliverable, because there is no such mailbox. The same report
     * counts once, and once with a refusal of the same issue.
     *
     * @return whether the reader is marked as bounced by this
     */
    public boolean report(UUID subscriber, Week week, Instant at) throws SQLException {
        return config.bounceAfter() > 0 && note(subscriber, week.toString(), at, true);
    }

    private boolean note(UUID subscriber, String week, Instant at, boolean reported) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO address_failure (subscriber_id, week, at, reported)"
                        + " SELECT id, ?, ?, ? FROM subscriber WHERE id = ? ON CONFLICT DO NOTHING");
                // Those from before the last change of status do not count: the reader has come back since.
                var mark = connection
                        .prepareStatement("UPDATE subscriber s SET status = 'BOUNCED', status_since = ?, updated_at = ?,"
                                + " version = version + 1 WHERE id = ? AND status = 'ACTIVE' AND ? <= (SELECT count(*) FROM address_failure f"
                                + " WHERE f.subscriber_id = s.id AND f.at > s.status_since)")) {
            insert.setString(1, week);
            insert.setTimestamp(2, Timestamp.from(at));
            insert.setBoolean(3, reported);
            insert.setObject(4, subscriber);
            insert.executeUpdate();
            mark.setTimestamp(1, Timestamp.from(at));
            mark.setTimestamp(2, Timestamp.from(at));
            mark.setObject(3, subscriber);
            mark.setInt(4, config.bounceAfter());
            boolean marked = mark.executeUpdate() > 0;
            if (marked) {
                LOG.infof("Subscriber %s is marked as bounced: there is no such mailbox.", subscriber);
            }
            return marked;
        }
    }

    /**
     * Forgets the failures of those whom a finished mailing reached: only failures in a row count. Whose issue before was taken and
     * reported later may not have been reached this time either.
     */
    void forgetReached(Mailing mailing) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM address_failure f WHERE EXISTS (SELECT FROM delivery d"
                        + " WHERE d.week = ? AND d.subscriber_id = f.subscriber_id AND d.mailing_id = ? AND d.state = 'sent')"
                        + " AND NOT EXISTS (SELECT FROM address_failure r WHERE r.subscriber_id = f.subscriber_id AND r.reported"
                        + " AND r.week >= (SELECT max(m.week) FROM mailing m WHERE m.edition = ? AND m.week < ?))")) {
            delete.setString(1, mailing.week.toString());
            delete.setObject(2, mailing.id);
            delete.setString(3, mailing.edition);
            delete.setString(4, mailing.week.toString());
            delete.executeUpdate();
        }
    }
}
