package org.viestka.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;

/**
 * How many connections this node may have open at one time: as many as are set, until the relay refuses one while others work.
 * Then it keeps those that it has, and tries one more from time to time.
 */
public class ConnectionSlots {

    private static final Logger LOG = Logger.getLogger(ConnectionSlots.class);

    /** Until one more is tried; twice as long each time it is refused. */
    private static final long FIRST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();
    /** Where nothing is known against one more. */
    private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

    private final int most;
    private final LongSupplier nanoTime;
    private int allowed;
    private int held;
    private int connected;
    /** So many at once were too many. */
    private int refusedAt = Integer.MAX_VALUE;
    private long tryAfter = FIRST_NANOS;
    private long nextTry;
    private boolean scarce;

    /** One worker's place among the connections. */
    public static final class Slot {

        private boolean held;
        private boolean connected;
        /** Whether it has lost a connection that worked, and made none since. */
        private boolean reopening;
        private long notBefore;

        boolean isConnected() {
            return connected;
        }
    }

    /** @param most connections; at least one */
    ConnectionSlots(int most, LongSupplier nanoTime) {
        this.most = Math.max(1, most);
        this.nanoTime = nanoTime;
        allowed = this.most;
        nextTry = nanoTime.getAsLong();
    }

    /**
     * Waits for a place for a little while. False when there is none; whoever has a connection then closes it.
     *
     * @param millis at most
     */
    synchronized boolean take(Slot place, long millis) throws InterruptedException {
        if (place.held && held > allowed) {
            leave(place);
        }
        long rest = Math.max(1, (place.notBefore - nanoTime.getAsLong()) / 1_000_000);
        if (place.notBefore != 0 && place.notBefore - nanoTime.getAsLong() > 0) {
            wait(Math.min(rest, millis));
        } else if (!place.held && !isRoom()) {
            wait(millis);
        }
        if (place.notBefore != 0 && place.notBefore - nanoTime.getAsLong() > 0) {
            return false;
        }
        place.notBefore = 0;
        if (!place.held && isRoom()) {
            allowed = Math.max(allowed, held + 1);
            nextTry = nanoTime.getAsLong() + tryAfter;
            place.held = true;
            held++;
        }
        return place.held;
    }

    private boolean isRoom() {
        return held < allowed || allowed < most && connected == held && nanoTime.getAsLong() - nextTry >= 0;
    }

    /** The relay has answered to a message that came by this place. */
    void answered(Slot place, boolean connected) {
        if (place.connected == connected && connected) {
            return;
        }
        synchronized (this) {
            if (connected) {
                open(place);
            } else {
                lose(place);
            }
        }
    }

    private void open(Slot place) {
        place.connected = true;
        place.reopening = false;
        connected++;
        if (connected >= refusedAt) {
            refusedAt = Integer.MAX_VALUE;
            tryAfter = FIRST_NANOS;
        }
        nextTry = nanoTime.getAsLong() + (held + 1 < refusedAt ? SOON_NANOS : tryAfter);
        if (scarce && connected == most) {
            scarce = false;
            LOG.infof("The relay takes all %d connections of this node again.", most);
        }
    }

    /** The connection of this place is no more; that says nothing of the next one. */
    synchronized void lost(Slot place) {
        lose(place);
    }

    private void lose(Slot place) {
        if (place.connected) {
            place.connected = false;
            place.reopening = true;
            connected--;
        }
    }

    /**
     * The relay takes no connection by this place. False when no other connection of this node works: then the trouble is not
     * this connection's.
     */
    synchronized boolean refused(Slot place, String reply) {
        boolean reopening = place.reopening || place.connected;
        lose(place);
        place.reopening = false;
        if (connected == 0 && !reopening) {
            return false;
        }
        place.notBefore = nanoTime.getAsLong() + SOON_NANOS;
        // A relay may notice a moment later than we do that the last one is closed.
        if (!reopening) {
            lower(place, reply);
        }
        return true;
    }

    private void lower(Slot place, String reply) {
        leave(place);
        allowed = Math.max(1, held);
        tryAfter = held + 1 < refusedAt ? FIRST_NANOS : Math.min(LONGEST_NANOS, 2 * tryAfter);
        refusedAt = Math.min(refusedAt, held + 1);
        nextTry = nanoTime.getAsLong() + tryAfter;
        if (!scarce) {
            scarce = true;
            LOG.warnf("The relay takes fewer connections of this node than %d (%s): deliveries go on over those it takes, and"
                    + " one more is tried from time to time. Set viestka.delivery.connections to what the relay allows.", most,
                    reply);
        }
    }

    private void leave(Slot place) {
        lose(place);
        place.reopening = false;
        if (place.held) {
            place.held = false;
            held--;
            notifyAll();
        }
    }

    synchronized boolean isAnyConnected() {
        return connected > 0;
    }

    /** So many connections may be open. */
    synchronized int allowed() {
        return allowed;
    }
}
