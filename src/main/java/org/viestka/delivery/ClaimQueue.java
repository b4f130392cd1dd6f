package org.viestka.delivery;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;
import org.viestka.delivery.DeliveryConfig.Uncertain;
import org.viestka.delivery.Ledger.ClaimedDelivery;

/**
 * Claimed rows on their way to the workers. Where no doubtful message may be sent again, the ledger says which rows are next
 * before they are handed out, a few at a time: after a crash only those are in doubt, and not all that was claimed.
 */
class ClaimQueue {

    private static final Logger LOG = Logger.getLogger(ClaimQueue.class);
    private static final long LOOK_MILLIS = 200;

    /** Behind it nothing comes: whoever takes it puts it back for the others. */
    private static final ClaimedDelivery END = new ClaimedDelivery("", null, null, "", 0, null, null, null);

    private final Ledger ledger;
    private final ClaimCounts outstanding;
    private final boolean marks;
    private final int group;
    private final LinkedBlockingQueue<ClaimedDelivery> claimed = new LinkedBlockingQueue<>();
    private final Queue<ClaimedDelivery> marked = new ArrayDeque<>();

    ClaimQueue(Ledger ledger, ClaimCounts outstanding, DeliveryConfig config, int group) {
        this.ledger = ledger;
        this.outstanding = outstanding;
        this.marks = config.uncertain() == Uncertain.HOLD;
        this.group = group;
    }

    void add(Collection<ClaimedDelivery> claims) {
        claimed.addAll(claims);
    }

    /** Rows that wait; those marked are as good as gone. */
    int size() {
        return claimed.size();
    }

    /** Nobody waits here for a row any more. */
    void close() {
        claimed.add(END);
    }

    /** The next row; null when there was none for a little while. */
    ClaimedDelivery next() throws InterruptedException {
        return marks ? nextMarked() : poll();
    }

    private ClaimedDelivery poll() throws InterruptedException {
        var next = claimed.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next == END) {
            close();
            return null;
        }
        return next;
    }

    /** Takes everything back that no worker has. */
    List<ClaimedDelivery> drain() {
        var rest = new ArrayList<ClaimedDelivery>();
        claimed.drainTo(rest);
        rest.remove(END);
        if (marks) {
            synchronized (marked) {
                rest.addAll(marked);
                marked.clear();
            }
        }
        return rest;
    }

    private ClaimedDelivery nextMarked() throws InterruptedException {
        var next = markAndTake();
        if (next != null) {
            return next;
        }
        // Waited for without the lock, or whoever takes all back would wait behind all who have nothing to do.
        var first = poll();
        if (first == null) {
            return null;
        }
        claimed.add(first);
        return markAndTake();
    }

    private ClaimedDelivery markAndTake() {
        synchronized (marked) {
            if (marked.isEmpty()) {
                var claims = new ArrayList<ClaimedDelivery>();
                claimed.drainTo(claims, group);
                if (claims.remove(END)) {
                    close();
                }
                mark(claims);
            }
            return marked.poll();
        }
    }

    private void mark(List<ClaimedDelivery> claims) {
        claims.stream().collect(Collectors.groupingBy(claim -> List.of(claim.node(), claim.week()))).values().forEach(rows -> {
            if (isMarked(rows)) {
                marked.addAll(rows);
            } else {
                outstanding.remove(rows);
            }
        });
    }

    private boolean isMarked(List<ClaimedDelivery> rows) {
        var first = rows.get(0);
        try {
            return ledger.begin(first.node(), rows.stream().map(ClaimedDelivery::subscriber).toList(), first.week());
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Rows could not be marked as begun; they are given back when the database answers", e);
            return false;
        }
    }
}
