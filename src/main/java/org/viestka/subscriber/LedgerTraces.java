package org.viestka.subscriber;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.hibernate.Session;

/** What the ledger holds about a reader. The ledger knows subscribers, not the other way round: hence no entity. */
final class LedgerTraces {

    private LedgerTraces() {}

    static List<OwnData.Received> find(Session session, UUID subscriber) {
        return session.createNativeQuery(
                "SELECT week, language, state, attempts, done_at FROM delivery WHERE subscriber_id = ?1 ORDER BY week",
                Object[].class).setParameter(1, subscriber).addScalar("week", String.class).addScalar("language", String.class)
                .addScalar("state", String.class).addScalar("attempts", Integer.class).addScalar("done_at", Instant.class)
                .getResultStream().map(row -> new OwnData.Received((String) row[0], (String) row[1], (String) row[2],
                        (Integer) row[3], (Instant) row[4]))
                .toList();
    }

    /**
     * Makes the rows nobody's, so that the counts stay and nothing leads back to the reader. A row that is just being sent
     * keeps the id of a reader who is no more; it goes with its week.
     */
    static void cut(Session session, UUID subscriber, Instant now) {
        session.createNativeMutationQuery("UPDATE delivery SET subscriber_id = gen_random_uuid(),"
                + " reply = CASE WHEN state IN ('pending', 'deferred') THEN 'erased' ELSE reply END,"
                + " done_at = CASE WHEN state IN ('pending', 'deferred') THEN ?2 ELSE done_at END,"
                + " state = CASE WHEN state IN ('pending', 'deferred') THEN 'skipped' ELSE state END"
                + " WHERE subscriber_id = ?1 AND state <> 'claimed'").setParameter(1, subscriber).setParameter(2, now)
                .executeUpdate();
    }
}
