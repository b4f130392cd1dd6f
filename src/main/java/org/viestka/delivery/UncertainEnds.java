package org.viestka.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mailing.Mailing;

/**
 * Readers in a row of whom nobody knows whether the relay took their message, none taken in between. One link may break after a
 * message's end; where one after the other does, each further message is perhaps a copy more that somebody gets.
 */
class UncertainEnds {

    private final int most;
    private final Map<UUID, Row> rows = new HashMap<>();

    /** Of one mailing, as of one version: whatever changes it begins a new row. */
    private static final class Row {

        private final int version;
        private final Set<UUID> readers = new HashSet<>();
        private long counted;

        private Row(int version) {
            this.version = version;
        }
    }

    UncertainEnds(DeliveryConfig config) {
        most = config.refusedInARow();
    }

    /** Forgets all other mailings. */
    synchronized void retain(Collection<UUID> underWay) {
        rows.keySet().retainAll(underWay);
    }

    /** A message of this mailing was taken. */
    synchronized void taken(UUID mailing) {
        rows.remove(mailing);
    }

    /**
     * Counts a message of unknown fate. True when there are too many in a row: as many as of refusals, or all of a small mailing.
     *
     * @param begun when it was begun, in nanoseconds. What was under way at the same time as the last that was counted was lost by
     *        the same accident
     */
    synchronized boolean isTooMany(ClaimedDelivery claim, Mailing mailing, long begun, long now) {
        var row = rows.compute(mailing.id,
                (id, old) -> old == null || old.version != mailing.version ? new Row(mailing.version) : old);
        if (row.readers.isEmpty() || begun - row.counted > 0) {
            row.readers.add(claim.subscriber());
            row.counted = now;
        }
        return row.readers.size() >= Math.min(most, Math.max(2, mailing.total));
    }
}
