package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import jakarta.persistence.PersistenceException;

import org.jboss.logging.Logger;
import org.viestka.delivery.Ledger.Claim;
import org.viestka.mailing.Mailing;

/**
 * One node's part in all mailings under way: claims rows, hands them to the workers, and finishes mailings. It runs on a thread
 * of its own; workers and recorder have theirs. Nothing it holds in memory matters to anyone else.
 */
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** How soon a pause, a new mailing or a due retry is noticed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long DATABASE_TROUBLE_MILLIS = 1_000;

    private final Parts parts;
    private final Clock clock;
    private final Lease lease;
    private final Recorder recorder;
    private final Outstanding outstanding = new Outstanding();
    private final RelayHealth health = new RelayHealth();
    private final LinkedBlockingQueue<Claim> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    /** Mailings under way, by id; replaced as a whole at each look. */
    private volatile Map<UUID, Mailing> sending = Map.of();
    private final Map<String, Relay.Letter> letters = new ConcurrentHashMap<>();
    private final int batch;
    private volatile boolean stopping;
    private long lookedAt;
    private boolean troubled;
    private int quietLooks;

    /** The beans it works with. */
    record Parts(Ledger ledger, AddressFailures failures, LedgerReport report, NodeLeases leases, Allowance allowance,
            MailingLedger mailings,
            RelayFactory relays, DeliveryConfig config,
            Letters letters) {}

    Dispatcher(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
        this.lease = new Lease(parts.leases(), parts.config().uncertain());
        this.recorder = new Recorder(parts.ledger(), parts.failures(), lease, outstanding, clock,
                new RetryPolicy(parts.config().giveUpAfter()),
                parts.config().uncertain());
        this.batch = Math.max(50, 20 * parts.config().connections());
    }

    void start() {
        var relay = parts.relays().relay();
        threads.add(new Thread(this::conduct, "delivery-dispatcher"));
        for (int i = 1; i <= parts.config().connections(); i++) {
            var worker = new Worker(this, relay);
            workers.add(worker);
            threads.add(new Thread(worker, "delivery-worker-" + i));
        }
        threads.forEach(Thread::start);
        recorder.start();
    }

    /** Stops claiming, lets what is in flight end, records it and gives the rest back. Returns when all is done. */
    void stop(Duration grace) {
        stopping = true;
        wake();
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            // A relay may be silent for minutes; the last part of the grace is for recording what is known.
            join(threads, deadline - grace.toNanos() / 4);
            if (threads.stream().anyMatch(Thread::isAlive)) {
                workers.forEach(Worker::abort);
                join(threads, deadline - grace.toNanos() / 8);
            }
            recorder.stop(millisUntil(deadline));
            giveBack(drain());
            lease.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("The database did not answer at the end: what this node held is taken over when its lease has lapsed.");
        }
    }

    private static void join(List<Thread> threads, long deadline) throws InterruptedException {
        for (var thread : threads) {
            thread.join(millisUntil(deadline));
        }
    }

    private static long millisUntil(long deadline) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    /** Waits until nothing is due and everything sent is recorded. False when that took longer than {@code most}. */
    boolean awaitIdle(Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            quietLooks = 0;
            // Two looks that found nothing to do: the first may have begun before the caller's change.
            while (quietLooks < 2) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next row to send; null when the node is stopping. */
    Claim next() throws InterruptedException {
        while (!stopping) {
            var claim = queue.poll(200, TimeUnit.MILLISECONDS);
            if (claim != null) {
                if (queue.size() < batch / 2) {
                    wake();
                }
                return claim;
            }
        }
        return null;
    }

    /** Whether a claimed row may still be sent: its mailing is under way, the lease holds, and the node is not stopping. */
    boolean isOn(Claim claim) {
        return !stopping && lease.isGood() && sending.containsKey(claim.mailing());
    }

    Relay.Letter letter(Claim claim) {
        return letters.computeIfAbsent(claim.mailing() + claim.language(), key -> parts.letters().of(claim));
    }

    Letters letters() {
        return parts.letters();
    }

    Mailing mailing(Claim claim) {
        return sending.get(claim.mailing());
    }

    Recorder recorder() {
        return recorder;
    }

    RelayHealth health() {
        return health;
    }

    /** Every other message would be refused as this one was: the mailing waits for a person. */
    void pause(Claim claim, String reply) {
        LOG.errorf("The relay refuses the mailing as such (%s): it is paused.", reply);
        try {
            parts.mailings().pause(claim.mailing(), reply);
        } catch (PersistenceException e) {
            LOG.warn("The pause could not be written; it is tried again with the next refusal.");
        }
        wake();
    }

    /** Gives rows back that were claimed and not tried. */
    void giveBack(List<Claim> claims) {
        var node = lease.node();
        claims.stream().collect(Collectors.groupingBy(Claim::week)).forEach((week, rows) -> {
            try {
                parts.ledger().giveBack(node, rows.stream().map(Claim::subscriber).toList(), week);
                outstanding.remove(rows);
            } catch (SQLException e) {
                recorder.giveBackLater(rows);
            }
        });
    }

    private void conduct() {
        while (!stopping) {
            try {
                lease.keep();
                if (System.nanoTime() - lookedAt > LOOK_NANOS) {
                    look();
                }
                boolean any = health.isUp() && lease.isGood() && claim();
                if (!any) {
                    pause();
                }
                if (troubled) {
                    troubled = false;
                    LOG.info("The database answers again: deliveries go on.");
                }
            } catch (SQLException | PersistenceException e) {
                if (!troubled) {
                    troubled = true;
                    LOG.warnf("The database does not answer: deliveries wait (%s).", e.getMessage());
                }
                await(DATABASE_TROUBLE_MILLIS);
            } catch (RuntimeException e) {
                LOG.error("The dispatcher failed and goes on", e);
                await(DATABASE_TROUBLE_MILLIS);
            }
        }
    }

    /** Looks which mailings are under way; freezes new ones, finishes those that are through. */
    private void look() throws SQLException {
        sending = parts.mailings().freezeAndFind().stream().collect(Collectors.toUnmodifiableMap(m -> m.id, m -> m));
        letters.keySet().removeIf(key -> sending.keySet().stream().noneMatch(id -> key.startsWith(id.toString())));
        parts.mailings().settleCancelled();
        lookedAt = System.nanoTime();
        if (!health.isUp()) {
            giveBack(drain());
        }
        for (var mailing : sending.values()) {
            if (outstanding.isNone(mailing.id) && !parts.report().isOpen(mailing)) {
                parts.mailings().finish(mailing.id);
            }
        }
        boolean quiet = outstanding.isNone() && lease.isGood() && !(health.isUp() && claim());
        lock.lock();
        try {
            quietLooks = quiet ? quietLooks + 1 : 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fills the queue. False when nothing was due. */
    private boolean claim() throws SQLException {
        boolean any = false;
        for (var mailing : sending.values()) {
            int room = Math.min(batch, 2 * batch - queue.size());
            // While the recorder is behind, more claims would only mean more repeats after a crash.
            if (room < batch / 2 || recorder.isBehind()) {
                break;
            }
            int allowed = parts.allowance().take(room);
            if (allowed == 0) {
                break;
            }
            var claimed = parts.ledger().claim(mailing, lease.node(), clock.instant(), allowed);
            parts.allowance().giveBack(allowed - claimed.toSend().size());
            outstanding.add(claimed.toSend());
            outstanding.add(claimed.toSkip().keySet());
            claimed.toSkip().forEach(recorder::skip);
            enqueue(claimed.toSend());
            any |= claimed.size() > 0;
        }
        return any;
    }

    private void enqueue(List<Claim> claims) throws SQLException {
        boolean queued = false;
        try {
            queue.addAll(parts.letters().withoutSuppressed(claims, recorder));
            queued = true;
        } finally {
            if (!queued) {
                giveBack(claims);
            }
        }
    }

    private List<Claim> drain() {
        var rest = new ArrayList<Claim>();
        queue.drainTo(rest);
        return rest;
    }

    private void pause() {
        await(TimeUnit.NANOSECONDS.toMillis(LOOK_NANOS));
    }

    private void await(long millis) {
        lock.lock();
        try {
            if (!stopping) {
                changed.await(millis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
