package org.viestka.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.hibernate.Session;
import org.viestka.mailing.Mailing;

/** What the ledger holds about one subscriber. The trigger of {@code R__delivery_triggers.sql} makes it nobody's on erasure. */
public final class SubscriberDeliveries {

    private SubscriberDeliveries() {}

    /**
     * One row of the ledger.
     *
     * @param state as in the ledger, for example {@code sent}
     * @param doneAt when it came to its end; null until then
     */
    public record Received(String week, String language, String state, int attempts, Instant doneAt) {}

    /** In the order of their weeks. Within a transaction. */
    public static List<Received> find(UUID subscriber) {
        return Mailing.getEntityManager().unwrap(Session.class).createNativeQuery(
                "SELECT week, language, state, attempts, done_at FROM delivery WHERE subscriber_id = ?1 ORDER BY week",
                Object[].class).setParameter(1, subscriber).addScalar("week", String.class).addScalar("language", String.class)
                .addScalar("state", String.class).addScalar("attempts", Integer.class).addScalar("done_at", Instant.class)
                .getResultStream().map(row -> new Received((String) row[0], (String) row[1], (String) row[2],
                        (Integer) row[3], (Instant) row[4]))
                .toList();
    }
}
