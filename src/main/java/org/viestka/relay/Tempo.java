package org.viestka.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;

/**
 * How fast this node sends while the relay asks for less: half of what it took, half again for as long as it refuses, and a
 * little more each second that it does not.
 */
class Tempo {

    private static final Logger LOG = Logger.getLogger(Tempo.class);

    /** Of the last messages, those that were refused for their rate, the younger counting more: three in a row are enough. */
    private static final double SHARE = 0.45;
    private static final double WEIGHT = 0.2;
    private static final double FASTEST_START = 5;
    private static final double SLOWEST = 1 / 30.0;
    private static final double FIRST_GROWTH = 0.2;
    private static final double LEAST_GROWTH = 0.02;
    /** What one message that is taken is worth, however slow it had become. */
    private static final double AFTER_REFUSALS = 0.2;
    /** What was taken longer ago says little of what is taken now. */
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    /** A row that is claimed waits no longer for its turn: meanwhile its reader may have left. */
    static final long SOON_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanoTime;
    private double share;
    private volatile boolean slowed;
    /** Messages per second at {@link #changed}; from there it grows once the relay takes messages again. */
    private double rate;
    private double growth = FIRST_GROWTH;
    private double full;
    private long changed;
    private long next;
    private boolean takes;
    private long countedSince;
    private long accepted;
    private String reply;

    Tempo(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        countedSince = nanoTime.getAsLong();
        changed = countedSince;
    }

    /** Nanoseconds until the next message may go, which is thereby taken; 0 at full pace. */
    long take() {
        if (!slowed) {
            return 0;
        }
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (!slowed || now - next < 0) {
                return slowed ? next - now : 0;
            }
            double current = current(now);
            if (current > full) {
                goOn();
                return 0;
            }
            next = now + (long) (SECOND / current);
            return 0;
        }
    }

    /** How many messages may go soon; at full pace, as many as there are. */
    synchronized int soon() {
        if (!slowed) {
            return Integer.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        long left = SOON_NANOS - Math.max(0, next - now);
        return left < 0 ? 0 : 1 + (int) (left / SECOND * current(now));
    }

    /** Why it is slow; null at full pace. */
    synchronized String reply() {
        return slowed ? reply : null;
    }

    synchronized void accepted() {
        long now = nanoTime.getAsLong();
        if (now - countedSince > WINDOW_NANOS) {
            countedSince = now;
            accepted = 0;
        }
        accepted++;
        share *= 1 - WEIGHT;
        if (slowed && !takes) {
            takes = true;
            rate = Math.max(AFTER_REFUSALS, rate);
            changed = now;
            next = Math.min(next, now + (long) (SECOND / rate));
        }
    }

    /** The relay has refused a message for its rate. */
    synchronized void refused(String reply) {
        share = share * (1 - WEIGHT) + WEIGHT;
        if (share < SHARE) {
            return;
        }
        long now = nanoTime.getAsLong();
        double before = slowed ? current(now) : took(now);
        // What was under way when the rate was last lowered says nothing of the lower one.
        double patience = slowed ? Math.max(1, 2 / before) * SECOND : 0;
        if (now - changed < patience) {
            return;
        }
        if (!slowed) {
            begin(reply, before);
        } else {
            // It grew too fast, unless the relay has refused ever since.
            growth = takes ? Math.max(LEAST_GROWTH, growth / 2) : growth;
            rate = Math.max(SLOWEST, before / 2);
        }
        takes = false;
        changed = now;
        next = now + (long) (SECOND / rate);
    }

    private void begin(String reply, double took) {
        slowed = true;
        this.reply = reply;
        rate = Math.max(FASTEST_START, took / 2);
        // Where twice of what was refused is taken, nothing is left of the limit.
        full = 2 * Math.max(rate, took);
        growth = FIRST_GROWTH;
        LOG.warnf("The relay asks for fewer messages at a time (%s): this node sends more slowly until it takes them again. Set"
                + " viestka.delivery.per-second to what the relay allows, or fewer viestka.delivery.connections.", reply);
    }

    private void goOn() {
        slowed = false;
        share = 0;
        LOG.info("The relay takes messages as fast as they come again.");
    }

    private double took(long now) {
        return accepted / Math.max(1, (now - countedSince) / SECOND);
    }

    private double current(long now) {
        return takes ? rate * Math.pow(1 + growth, Math.min(1_000, (now - changed) / SECOND)) : rate;
    }
}
