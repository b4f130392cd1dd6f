package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;
import org.viestka.delivery.DeliveryConfig.Uncertain;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.delivery.Ledger.Result;
import org.viestka.relay.RateRefusal;
import org.viestka.smtp.Outcome;

/**
 * Writes what became of messages: whatever has gathered, as soon as the last write is done. While the database is away it keeps
 * everything and tries again; a message that the relay took is never forgotten by a living node.
 */
public class Recorder {

    private static final Logger LOG = Logger.getLogger(Recorder.class);
    private static final int MOST_AT_ONCE = 2_000;
    private static final long LOOK_MILLIS = 200;
    /** What comes in within this time goes into one write: a transaction for every few messages would cost more than they do. */
    private static final long GATHER_MILLIS = 50;
    private static final int ENOUGH = 200;

    private final Ledger ledger;
    private final DeliveryMetrics metrics;
    private final ClaimCounts outstanding;
    private final Clock clock;
    private final RetryPolicy retry;
    private final Uncertain uncertain;
    private final int mostUnrecorded;
    private final AtomicInteger unrecorded = new AtomicInteger();
    /** Mailings of which the relay is known to have taken a message. Of the recorder's thread alone. */
    private final Set<UUID> taken = new HashSet<>();
    private final LinkedBlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "delivery-recorder");
    private volatile boolean stopping;

    public Recorder(Ledger ledger, DeliveryMetrics metrics, ClaimCounts outstanding, Clock clock,
            DeliveryConfig config) {
        this.ledger = ledger;
        this.metrics = metrics;
        this.outstanding = outstanding;
        this.clock = clock;
        this.retry = new RetryPolicy(config.retryAfter(), config.giveUpAfter());
        this.uncertain = config.uncertain();
        this.mostUnrecorded = Math.max(1, config.unrecorded());
    }

    void start() {
        thread.start();
    }

    /** Returns when everything is written, or after so many milliseconds. */
    void stop(long millis) throws InterruptedException {
        stopping = true;
        thread.join(millis);
    }

    /**
     * Waits a little while as much is unrecorded as a crash may repeat. False when it still is.
     *
     * <p>
     * Workers ask before each message, so at most one for each of them comes on top.
     */
    boolean awaitRoom() throws InterruptedException {
        if (unrecorded.get() >= mostUnrecorded) {
            synchronized (unrecorded) {
                if (unrecorded.get() >= mostUnrecorded) {
                    unrecorded.wait(LOOK_MILLIS);
                }
            }
        }
        return unrecorded.get() < mostUnrecorded;
    }

    /**
     * Notes what became of a message.
     *
     * @param since when its mailing began or last went on: the time to give up is counted from there, and a refusal of before that
     *            is no failure
     */
    void note(ClaimedDelivery claim, Outcome outcome, Instant since) {
        var now = clock.instant();
        switch (outcome.kind()) {
            case SENT -> add(new Result(claim, "sent", null, null, now));
            case FAILED -> add(new Result(claim, "failed", null, outcome.reply(), now, since));
            case UNCERTAIN -> {
                LOG.warnf("The link broke after a message's end: subscriber %s may get it twice.", claim.subscriber());
                add(new Result(claim, "uncertain", uncertain == Uncertain.HOLD ? null : next(claim, outcome, since, now),
                        outcome.reply(), now));
            }
            case DEFERRED -> defer(claim, outcome, since, now);
            default -> throw new IllegalArgumentException(outcome.kind() + " ends no attempt");
        }
    }

    /** Makes a row due again, behind all others: what was refused was not about its reader. */
    void putBack(ClaimedDelivery claim, Outcome outcome) {
        var now = clock.instant();
        add(new Result(claim, "pending", now, outcome.reply(), now));
    }

    void skip(ClaimedDelivery claim, String why) {
        add(new Result(claim, "skipped", null, why, clock.instant()));
    }

    private void defer(ClaimedDelivery claim, Outcome outcome, Instant since, Instant now) {
        var next = next(claim, outcome, since, now);
        add(next == null
                ? new Result(claim, "failed", null, Ledger.GAVE_UP + outcome.reply(), now)
                : new Result(claim, "deferred", next, outcome.reply(), now));
    }

    private Instant next(ClaimedDelivery claim, Outcome outcome, Instant since, Instant now) {
        boolean brokenLink = outcome.code() == 0 || outcome.code() == 421;
        return retry.next(claim.attempt(), brokenLink, tried(claim, outcome, since, now), now);
    }

    /** A first try ends nothing, nor does a relay that wants fewer messages: only the time counts in which this one was tried. */
    private Instant tried(ClaimedDelivery claim, Outcome outcome, Instant since, Instant now) {
        if (claim.attempt() > 1 && !RateRefusal.is(outcome)) {
            return since;
        }
        var first = now.minus(retry.spent(claim.attempt()));
        return first.isAfter(since) ? first : since;
    }

    private void add(Result result) {
        unrecorded.incrementAndGet();
        results.add(result);
    }

    private void run() {
        var gathered = new ArrayList<Result>(MOST_AT_ONCE);
        while (!stopping || !results.isEmpty() || !gathered.isEmpty()) {
            try {
                if (gathered.isEmpty()) {
                    var first = results.poll(100, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    gathered.add(first);
                    gather();
                }
                results.drainTo(gathered, MOST_AT_ONCE - gathered.size());
                noteTaken(gathered);
                ledger.record(gathered);
                outstanding.remove(gathered.stream().map(Result::claim).toList());
                metrics.count(gathered);
                makeRoom(gathered.size());
                gathered.clear();
            } catch (SQLException e) {
                ledger.reconnect();
                pause();
            } catch (RuntimeException e) {
                // Whatever it was: nothing else will ever record these.
                LOG.error("What became of messages could not be recorded; it is tried again", e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Before the rows: whoever counts them has to know that the relay takes mail. */
    private void noteTaken(List<Result> gathered) throws SQLException {
        for (var result : gathered) {
            var mailing = result.claim().mailing();
            if (result.state().equals("sent") && !taken.contains(mailing)) {
                ledger.noteTaken(mailing);
                taken.add(mailing);
            }
        }
    }

    private void gather() throws InterruptedException {
        // Where no more may come in before this is written, there is nothing to wait for.
        int enough = Math.min(ENOUGH, mostUnrecorded / 2);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
        while (results.size() < enough && !stopping) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(5)));
        }
    }

    private void makeRoom(int recorded) {
        unrecorded.addAndGet(-recorded);
        synchronized (unrecorded) {
            unrecorded.notifyAll();
        }
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
