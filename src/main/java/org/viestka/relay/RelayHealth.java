package org.viestka.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;
import org.viestka.mail.RelayLogin;

/**
 * Whether this node gets through to the relay. When not, it waits a little longer each time before it tries again, and then one
 * worker goes first: until the relay has answered it, the others wait.
 */
public class RelayHealth {

    private static final Logger LOG = Logger.getLogger(RelayHealth.class);
    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(15).toNanos();
    /** One host of many behind a relay's name may turn everybody away. */
    private static final int REFUSALS = 3;

    /** So long the others wait for the first. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private final RelayLogin login;
    private final LongSupplier nanoTime;
    private Object first;
    private long firstSince;
    private long pause;
    private int refusals;
    private volatile boolean proven;
    private volatile long downUntil;
    private volatile RelayTrouble trouble;

    RelayHealth(RelayLogin login, LongSupplier nanoTime) {
        this.login = login;
        this.nanoTime = nanoTime;
    }

    public boolean isUp() {
        return trouble == null || nanoTime.getAsLong() - downUntil >= 0 && !isBarred();
    }

    private boolean isBarred() {
        return trouble != null && trouble.kind() == RelayTrouble.Kind.LOGIN && login.isResting();
    }

    /** Whether the relay has answered since this node began to send, or since the last trouble. */
    boolean isProven() {
        return proven;
    }

    /** Why the relay cannot be reached; null while it can. */
    RelayTrouble trouble() {
        return trouble;
    }

    /** Whether this worker may try now. */
    boolean admits(Object worker) {
        return isUp() && (proven || isFirst(worker));
    }

    private synchronized boolean isFirst(Object worker) {
        long now = nanoTime.getAsLong();
        // A relay may take minutes over one message, and seconds over the next.
        if (first == null || now - firstSince > PATIENCE_NANOS) {
            first = worker;
            firstSince = now;
        }
        return first == worker;
    }

    /** Waits a little for news. */
    synchronized void await(long millis) throws InterruptedException {
        wait(millis);
    }

    synchronized void down(RelayTrouble found) {
        proven = false;
        first = null;
        notifyAll();
        if (!isUp()) {
            // Another worker of this node has just found out the same.
            return;
        }
        if (trouble == null) {
            LOG.warnf("The relay cannot be reached: deliveries wait (%s).", found.reply());
        }
        pause = pause == 0 ? FIRST_NANOS : Math.min(LONGEST_NANOS, 2 * pause);
        downUntil = nanoTime.getAsLong() + pause;
        trouble = found;
    }

    /** The relay wants nothing of us at all. False until it has said so a few times in a row. */
    synchronized boolean isRefused(RelayTrouble found) {
        // Another worker of this node may have just been told the same.
        refusals += isUp() ? 1 : 0;
        down(found);
        if (refusals < REFUSALS) {
            return false;
        }
        refusals = 0;
        return true;
    }

    /** Nobody knows whether the relay took the last message: one goes first, as at the beginning. */
    synchronized void doubt() {
        // Where it is so already, another may have gone first meanwhile.
        if (proven) {
            proven = false;
            first = null;
        }
    }

    /** The relay has answered to a message. */
    void up() {
        if (!proven || trouble != null) {
            synchronized (this) {
                if (trouble != null) {
                    LOG.info("The relay takes mail again: deliveries go on.");
                }
                proven = true;
                trouble = null;
                pause = 0;
                refusals = 0;
                notifyAll();
            }
        }
    }

    /** This worker has found out nothing: another may go first. */
    synchronized void nothingFound(Object worker) {
        if (first == worker) {
            first = null;
            notifyAll();
        }
    }

    /** Somebody has acted: the next try is now. */
    public synchronized void tryNow() {
        if (trouble != null) {
            login.tryNow();
            pause = 0;
            downUntil = nanoTime.getAsLong();
            notifyAll();
        }
    }
}
