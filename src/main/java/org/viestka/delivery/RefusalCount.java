package org.viestka.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Whom a relay has refused of one mailing, as this node has seen it since the mailing began or last went on. Several readers in a
 * row with the same refusal, or a share of the last hundred, are too many to be those readers' own; of whatever words, a larger one.
 */
class RefusalCount {

    private static final int RECENT = 100;
    /** A share of fewer says nothing. */
    private static final int FEWEST = 20;
    /** So many times the usual row where each reader is refused with other words. */
    private static final int OTHER_WORDS = 4;
    /** So many times the usual share where readers are refused with different words. */
    private static final int SHARE_OF_OTHER_WORDS = 2;

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
    private record Refused(long place, String words, boolean aboutMailbox) {}

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
        recent.add(new Refused(others + ++refused, words, aboutMailbox));
        while (recent.getFirst().place() <= others + refused - RECENT) {
            recent.removeFirst();
        }
        int most = row * (!aboutMailbox ? 1 : looked ? 4 : others >= row ? 2 : 1);
        return same >= most || inARow.values().stream().mapToInt(Integer::intValue).sum() >= OTHER_WORDS * most
                || !looked && (isLargeShare(one -> one.words().equals(words), share) || isLargeShareOfOtherWords());
    }

    /** Whether others were refused with other words since the last that was taken, or that often: then they are meant as well. */
    synchronized boolean isMixed() {
        return inARow.size() > 1 || !looked && isLargeShareOfOtherWords();
    }

    private boolean isLargeShareOfOtherWords() {
        return isLargeShare(one -> !one.aboutMailbox(), ofOtherWords(share))
                && recent.stream().filter(one -> !one.aboutMailbox()).map(Refused::words).distinct().count() > 1;
    }

    private boolean isLargeShare(Predicate<Refused> which, int percent) {
        long of = Math.min(RECENT, takenBefore + refused);
        long meant = recent.stream().filter(which).count();
        return of >= FEWEST && meant >= row && meant * 100 >= percent * of;
    }

    /** Of a hundred readers, how many are too many where the words differ. Mailboxes that do not exist are not among them. */
    static int ofOtherWords(int share) {
        return Math.min(100, SHARE_OF_OTHER_WORDS * share);
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
