package org.viestka.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.viestka.delivery.Ledger.ClaimedDelivery;

/** How many rows this node has claimed and neither recorded nor given back, by mailing. */
public class ClaimCounts {

    private final Map<UUID, Integer> byMailing = new ConcurrentHashMap<>();
    private final Runnable none;

    /** @param none called when there are no more of a mailing, which may be through */
    public ClaimCounts(Runnable none) {
        this.none = none;
    }

    void add(Collection<ClaimedDelivery> claims) {
        claims.forEach(claim -> byMailing.merge(claim.mailing(), 1, Integer::sum));
    }

    void remove(Collection<ClaimedDelivery> claims) {
        boolean any = false;
        for (var claim : claims) {
            any |= byMailing.computeIfPresent(claim.mailing(), (id, count) -> count == 1 ? null : count - 1) == null;
        }
        if (any) {
            none.run();
        }
    }

    /** Of which there are any. */
    Set<UUID> mailings() {
        return Set.copyOf(byMailing.keySet());
    }

    boolean isNone(UUID mailing) {
        return !byMailing.containsKey(mailing);
    }

    boolean isNone() {
        return byMailing.isEmpty();
    }
}
