package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import org.jboss.logging.Logger;

/**
 * That this node is alive, as the others see it. A node whose lease lapsed must not send what it claimed under it: others
 * may. So it stops by its own clock before the others can begin.
 */
class Lease {

    /** Short enough that what a killed node held is taken over within half a minute. */
    static final Duration LENGTH = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(Lease.class);
    private static final long RENEWAL_NANOS = Duration.ofSeconds(2).toNanos();
    /** Sending stops so long before the others would take over. */
    private static final long MARGIN_NANOS = Duration.ofSeconds(2).toNanos();

    private final NodeLeases leases;
    private final DeliveryConfig.Uncertain uncertain;
    private volatile UUID node;
    private volatile long goodUntil;
    private long renewedAt;
    private long patience = LENGTH.toNanos();
    /** Null before the first renewal, and after one that failed. */
    private Long healthySince;

    Lease(NodeLeases leases, DeliveryConfig.Uncertain uncertain) {
        this.leases = leases;
        this.uncertain = uncertain;
    }

    /** By what name rows are claimed; changes when a lease was lost. Null while there is none. */
    UUID node() {
        return node;
    }

    boolean isGood() {
        return node != null && System.nanoTime() - goodUntil < 0;
    }

    /** Renews when it is time, and takes over from nodes that died. To be called at least every second, by one thread. */
    void keep() throws SQLException {
        long now = System.nanoTime();
        if (node != null && now - renewedAt < RENEWAL_NANOS) {
            return;
        }
        try {
            renew(now);
        } catch (SQLException e) {
            healthySince = null;
            patience = 2 * LENGTH.toNanos();
            throw e;
        }
        // After an outage the others, too, need the time to find the database and to renew, before they may be taken for dead.
        if (healthySince == null) {
            healthySince = now;
        }
        if (now - healthySince > patience) {
            int rows = leases.release(uncertain);
            if (rows > 0) {
                LOG.warnf(
                        "A node died: %d deliveries that it held are taken over. Those the relay took and the node did not record"
                                + " may be sent twice, with the same Message-ID.",
                        rows);
            }
        }
    }

    private void renew(long now) throws SQLException {
        if (node == null || !leases.renew(node, false, LENGTH)) {
            if (node != null) {
                LOG.warn("This node was taken for dead: what it had claimed and not begun is left to the others.");
            }
            var next = UUID.randomUUID();
            node = leases.renew(next, true, LENGTH) ? next : null;
        }
        renewedAt = now;
        goodUntil = now + LENGTH.toNanos() - MARGIN_NANOS;
    }

    void end() throws SQLException {
        if (node != null) {
            leases.leave(node);
            node = null;
        }
    }
}
