package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.viestka.delivery.DeliveryConfig.Uncertain;
import org.viestka.delivery.Ledger.Claim;
import org.viestka.delivery.Ledger.Result;

/**
 * Writes what became of messages: whatever has gathered, as soon as the last write is done. While the database is away it keeps
 * everything and tries again; a message that the relay took is never forgotten by a living node.
 */
class Recorder {

    private static final Logger LOG = Logger.getLogger(Recorder.class);
    private static final int MOST_AT_ONCE = 2_000;
    private static final int BEHIND = 1_000;
    /** What comes in within this time goes into one write: a transaction for every few messages would cost more than they do. */
    private static final long GATHER_MILLIS = 20;
    private static final int ENOUGH = 200;

    private final Ledger ledger;
    private final AddressFailures failures;
    private final Lease lease;
    private final Outstanding outstanding;
    private final Clock clock;
    private final RetryPolicy retry;
    private final Uncertain uncertain;
    private final LinkedBlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "delivery-recorder");
    private volatile boolean stopping;

    Recorder(Ledger ledger, AddressFailures failures, Lease lease, Outstanding outstanding, Clock clock, RetryPolicy retry,
            Uncertain uncertain) {
        this.ledger = ledger;
        this.failures = failures;
        this.lease = lease;
        this.outstanding = outstanding;
        this.clock = clock;
        this.retry = retry;
        this.uncertain = uncertain;
    }

    void start() {
        thread.start();
    }

    /** Returns when everything is written, or after so many milliseconds. */
    void stop(long millis) throws InterruptedException {
        stopping = true;
        thread.join(millis);
    }

    boolean isBehind() {
        return results.size() > BEHIND;
    }

    /** Notes what became of a message. {@code started}: of its mailing, whence the time to give up is counted. */
    void note(Claim claim, Outcome outcome, Instant started) {
        var now = clock.instant();
        switch (outcome.kind()) {
            case SENT -> results.add(new Result(claim, "sent", null, null, now));
            case FAILED -> results.add(new Result(claim, "failed", null, outcome.reply(), now, outcome.isBadAddress()));
            case UNCERTAIN -> {
                LOG.warnf("The link broke after a message's end: subscriber %s may get it twice.", claim.subscriber());
                if (uncertain == Uncertain.HOLD) {
                    results.add(new Result(claim, "uncertain", null, outcome.reply(), now));
                } else {
                    defer(claim, outcome, started, now);
                }
            }
            case DEFERRED -> defer(claim, outcome, started, now);
            default -> throw new IllegalArgumentException(outcome.kind() + " ends no attempt");
        }
    }

    void skip(Claim claim, String why) {
        results.add(new Result(claim, "skipped", null, why, clock.instant()));
    }

    /** Gives rows back once the database answers again. */
    void giveBackLater(List<Claim> claims) {
        var now = clock.instant();
        claims.forEach(claim -> results.add(new Result(claim, "pending", now, null, now)));
    }

    private void defer(Claim claim, Outcome outcome, Instant started, Instant now) {
        boolean brokenLink = outcome.code() == 0 || outcome.code() == 421;
        var next = retry.next(claim.attempt(), brokenLink, started, now);
        results.add(next == null
                ? new Result(claim, "failed", null, "gave up: " + outcome.reply(), now)
                : new Result(claim, "deferred", next, outcome.reply(), now));
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
                ledger.record(lease.node(), gathered);
                failures.note(gathered);
                outstanding.remove(gathered.stream().map(Result::claim).toList());
                gathered.clear();
            } catch (SQLException e) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void gather() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
        while (results.size() < ENOUGH && !stopping) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(5)));
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
