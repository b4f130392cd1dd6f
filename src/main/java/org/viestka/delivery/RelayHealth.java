package org.viestka.delivery;

import java.time.Duration;

import org.jboss.logging.Logger;

/** Whether this node gets through to the relay; when not, it waits a little longer each time before it tries again. */
class RelayHealth {

    private static final Logger LOG = Logger.getLogger(RelayHealth.class);
    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(15).toNanos();

    private long pause;
    private volatile long downUntil;
    private volatile String trouble;

    boolean isUp() {
        return trouble == null || System.nanoTime() - downUntil >= 0;
    }

    /** Why the relay cannot be reached; null while it can. */
    String trouble() {
        return trouble;
    }

    synchronized void down(String reply) {
        if (!isUp()) {
            // Another worker of this node has just found out the same.
            return;
        }
        if (trouble == null) {
            LOG.warnf("The relay cannot be reached: deliveries wait (%s).", reply);
        }
        pause = pause == 0 ? FIRST_NANOS : Math.min(LONGEST_NANOS, 2 * pause);
        downUntil = System.nanoTime() + pause;
        trouble = reply;
    }

    void up() {
        if (trouble != null) {
            synchronized (this) {
                trouble = null;
                pause = 0;
                LOG.info("The relay takes mail again: deliveries go on.");
            }
        }
    }
}
