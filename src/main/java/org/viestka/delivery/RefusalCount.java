package org.viestka.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whom a relay has refused of one mailing, as this node has seen it since the mailing began or last went on. Several readers in a
 * row with the same refusal, or a share of the last hundred, are too many to be those readers' own.
 */
class RefusalCount {

    private static final int RECENT = 100;
    /** A share of fewer says nothing. */
    private static final int FEWEST = 20;
    /** So many times the usual row where each reader is refused with other words. */
    private static final int OTHER_WORDS = 4;

    private final int version;
    private final boolean looked;
    private final int row;
    private final int share;
    private final LongAdder taken = new LongAdder();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<String, Integer> inARow = new HashMap<>();
    private final Deque<Refused> recent = new ArrayDeque<>();
    private long takenBefore;
    private long refused;

    /** @param place counted over all that were taken or refused */
    private record Refused(long place, String words) {}

    /**
     * @param version of the mailing: whatever changes it begins a new count
     * @param looked whether a person has let it go on after such refusals: a share of them is no reason any more
     */
    RefusalCount(int version, boolean looked, DeliveryConfig config) {
        this.version = version;
        this.looked = looked;
        this.row = config.refusedInARow();
        this.share = config.refusedInAHundred();
    }

    boolean isOf(int version) {
        return this.version == version;
    }

    boolean isBefore(int version) {
        return this.version < version;
    }

    void taken() {
        taken.increment();
    }

    /** Whether the relay has taken any since; the ledger learns of it a little later. */
    boolean hasTaken() {
        return taken.sum() > 0;
    }

    /** Counts one reader's refusal. True when there are too many of its kind. */
    synchronized boolean isTooMany(String words, boolean aboutMailbox) {
        long others = taken.sum();
        if (others != takenBefore) {
            inARow.clear();
            takenBefore = others;
        }
        int same = inARow.merge(words, 1, Integer::sum);
        recent.add(new Refused(others + ++refused, words));
        while (recent.getFirst().place() <= others + refused - RECENT) {
            recent.removeFirst();
        }
        int most = row * (!aboutMailbox ? 1 : looked ? 4 : others >= row ? 2 : 1);
        return same >= most || inARow.values().stream().mapToInt(Integer::intValue).sum() >= OTHER_WORDS * most
                || !looked && isLargeShare(words, Math.min(RECENT, others + refused));
    }

    /** Whether others were refused with other words since the last that was taken: then they are meant as well. */
    synchronized boolean isMixed() {
        return inARow.size() > 1;
    }

    private boolean isLargeShare(String words, long of) {
        long same = recent.stream().filter(one -> one.words().equals(words)).count();
        return of >= FEWEST && same >= row && same * 100 >= share * of;
    }

    /** True for the first who stops the mailing, on this node. */
    boolean stop() {
        return stopped.compareAndSet(false, true);
    }

    void goOn() {
        stopped.set(false);
    }

    /** Whether nothing more is to be sent until the mailing has changed. */
    boolean isStopped() {
        return stopped.get();
    }
}
