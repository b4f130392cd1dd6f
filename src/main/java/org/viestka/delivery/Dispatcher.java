package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.persistence.PersistenceException;

import org.jboss.logging.Logger;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.delivery.MailingLedger.UnderWay;
import org.viestka.mail.RelayLogin;
import org.viestka.mailing.Mailing;
import org.viestka.relay.Pace;
import org.viestka.relay.Relay;
import org.viestka.relay.RelayFactory;
import org.viestka.relay.RelayHealth;
import org.viestka.relay.RelayTrouble;

/**
 * One node's part in all mailings under way: claims rows, hands them to the workers, and finishes mailings. It runs on a thread
 * of its own; workers and recorder have theirs. Nothing it holds in memory matters to anyone else.
 */
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** How soon a pause, a new mailing or a due retry is noticed that this node is not told of. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long DATABASE_TROUBLE_MILLIS = 1_000;
    private static final long TIDY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Parts parts;
    private final Clock clock;
    private final Lease lease;
    private final Recorder recorder;
    private final Refusals refusals;
    private final UncertainEnds uncertainEnds;
    private final Pace pace;
    private final RelayHealth health;
    private final ClaimQueue queue;
    private final LookSignal lookSignal = new LookSignal();
    private final ClaimCounts outstanding = new ClaimCounts(lookSignal::askForLook);
    private final List<Thread> threads = new ArrayList<>();
    private final LeaseKeeper keeper;
    private final List<Worker> workers = new ArrayList<>();
    /** Mailings under way, by id; replaced as a whole when one has changed. */
    private volatile Map<UUID, Mailing> sending = Map.of();
    /** As of when those were read. */
    private UnderWay seen;
    private final Map<String, Relay.Letter> letters = new ConcurrentHashMap<>();
    private final int batch;
    private volatile boolean stopping;
    private long lookedAt;
    private long tidiedAt;
    private boolean troubled;
    private RelayTrouble told;
    private UUID toldAs;

    /** The beans it works with. */
    record Parts(Ledger ledger, LedgerReport report, NodeLeases leases, Allowance allowance,
            MailingLedger mailings, RelayFactory relays, RelayLogin login, RelayTroubles troubles, DeliveryConfig config,
            Envelopes letters, DeliveryMetrics metrics) {}

    Dispatcher(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
        this.pace = new Pace(parts.relays().connections(), parts.login(), System::nanoTime);
        this.health = pace.health();
        this.lease = new Lease(parts.leases(), parts.config().uncertain());
        this.keeper = new LeaseKeeper(lease, parts.ledger(), lookSignal::askForLook);
        this.recorder = new Recorder(parts.ledger(), parts.metrics(), outstanding, clock, parts.config());
        this.refusals = new Refusals(parts.mailings(), parts.ledger(), recorder, parts.config(), lookSignal::askForLook);
        this.uncertainEnds = new UncertainEnds(parts.config());
        this.queue = new ClaimQueue(parts.ledger(), outstanding, parts.config(), parts.relays().connections());
        this.batch = Math.max(50, 20 * parts.relays().connections());
    }

    public void start() {
        var relay = parts.relays().relay();
        threads.add(new Thread(this::conduct, "delivery-dispatcher"));
        for (int i = 1; i <= parts.relays().connections(); i++) {
            var worker = new Worker(this, relay);
            workers.add(worker);
            threads.add(new Thread(worker, "delivery-worker-" + i));
        }
        keeper.start();
        threads.forEach(Thread::start);
        recorder.start();
    }

    /** Stops claiming, lets what is in flight end, records it and gives the rest back. Returns when all is done. */
    public void stop(Duration grace) {
        stopping = true;
        lookSignal.close();
        queue.close();
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            // A relay may be silent for minutes; the last part of the grace is for recording what is known.
            join(threads, deadline - grace.toNanos() / 4);
            if (threads.stream().anyMatch(Thread::isAlive)) {
                workers.forEach(Worker::abort);
                join(threads, deadline - grace.toNanos() / 8);
            }
            recorder.stop(millisUntil(deadline));
            giveBack(queue.drain());
            keeper.stop();
            keeper.join(millisUntil(deadline));
            lease.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("The database did not answer at the end: what this node held is taken over when its lease has lapsed.");
        } finally {
            keeper.stop();
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
        return lookSignal.awaitQuiet(most.toNanos());
    }

    /** The next row to send; null when the node is stopping. */
    ClaimedDelivery next() throws InterruptedException {
        while (!stopping) {
            var claim = recorder.awaitRoom() ? queue.next() : null;
            if (claim != null) {
                if (queue.size() < batch / 2) {
                    lookSignal.ring();
                }
                return claim;
            }
        }
        return null;
    }

    /**
     * Whether a claimed row may still be sent: the lease holds, the node is not stopping, and its mailing goes on. That may have
     * changed since the worker took the row, who may wait for long.
     */
    boolean isOn(ClaimedDelivery claim, Mailing mailing) {
        var current = mailing(claim);
        return !stopping && lease.isGood() && claim.node().equals(lease.node()) && current != null
                && current.version == mailing.version && !refusals.isStopped(mailing) && !mailing.isWaiting(clock.instant());
    }

    Relay.Letter letter(ClaimedDelivery claim) {
        return letters.computeIfAbsent(claim.mailing() + claim.language(), key -> parts.letters().of(claim));
    }

    Envelopes letters() {
        return parts.letters();
    }

    Mailing mailing(ClaimedDelivery claim) {
        return sending.get(claim.mailing());
    }

    Recorder recorder() {
        return recorder;
    }

    Pace pace() {
        return pace;
    }

    boolean isStopping() {
        return stopping;
    }

    Refusals refusals() {
        return refusals;
    }

    UncertainEnds uncertainEnds() {
        return uncertainEnds;
    }

    /** Gives rows back that were claimed and not tried. */
    void giveBack(List<ClaimedDelivery> claims) {
        claims.stream().collect(Collectors.groupingBy(claim -> List.of(claim.node(), claim.week()))).values().forEach(rows -> {
            var first = rows.get(0);
            try {
                parts.ledger().giveBack(first.node(), rows.stream().map(ClaimedDelivery::subscriber).toList(), first.week());
            } catch (SQLException | RuntimeException e) {
                LOG.debug("Rows could not be given back; they are when the database answers", e);
            } finally {
                // Not to be tried again from here: it may have been done, and the row have been claimed anew.
                outstanding.remove(rows);
            }
        });
    }

    private void conduct() {
        while (!stopping) {
            try {
                if (lookSignal.isLookWanted() || System.nanoTime() - lookedAt > LOOK_NANOS) {
                    look();
                }
                boolean any = health.isUp() && lease.isGood() && claim();
                if (!any) {
                    rest(TimeUnit.NANOSECONDS.toMillis(LOOK_NANOS));
                }
                // A standby answers as well.
                if (troubled && parts.ledger().takesWrites()) {
                    troubled = false;
                    LOG.info("The database answers again: deliveries go on.");
                }
            } catch (SQLException | PersistenceException e) {
                parts.ledger().reconnect();
                if (!troubled) {
                    troubled = true;
                    LOG.warnf("The database does not answer or takes no writes: deliveries wait (%s).", e.getMessage());
                }
                rest(DATABASE_TROUBLE_MILLIS);
            } catch (RuntimeException e) {
                LOG.error("The dispatcher failed and goes on", e);
                rest(DATABASE_TROUBLE_MILLIS);
            }
        }
    }

    /** Looks which mailings are under way; freezes new ones, finishes those that are through. */
    private void look() throws SQLException {
        lookSignal.beginLook();
        var found = parts.mailings().underWay();
        if (!found.equals(seen)) {
            // Somebody may have mended what keeps the relay from us.
            health.tryNow();
        }
        if (!found.isSteady() || !found.equals(seen)) {
            sending = parts.mailings().freezeAndFind().stream().collect(Collectors.toUnmodifiableMap(m -> m.id, m -> m));
            parts.metrics().know(sending.values());
            refusals.retain(sending.keySet());
            uncertainEnds.retain(sending.keySet());
            letters.keySet().removeIf(key -> sending.keySet().stream().noneMatch(id -> key.startsWith(id.toString())));
            parts.mailings().settleCancelled();
            if (!found.equals(seen) && sending.values().stream().anyMatch(mailing -> mailing.probing)) {
                // Claimed before a pause: one message goes first now.
                giveBack(queue.drain());
            }
            seen = found;
        }
        if (sending.isEmpty()) {
            pace.nothingToSend();
        }
        lookedAt = System.nanoTime();
        // Twice, since the last of a piece may be a little late.
        if (queue.size() > 2L * pace.soon()) {
            giveBack(queue.drain());
        }
        tell();
        tidy();
        finish();
        boolean quiet = outstanding.isNone() && lease.isGood() && !(health.isUp() && claim());
        lookSignal.endLook(quiet);
    }

    private void finish() throws SQLException {
        var rest = new HashMap<>(sending);
        for (var mailing : sending.values()) {
            if (outstanding.isNone(mailing.id) && !parts.report().isOpen(mailing) && parts.mailings().finish(mailing.id)) {
                rest.remove(mailing.id);
            }
        }
        if (rest.size() < sending.size()) {
            // What was taken back by a pause is not to be claimed before the next look.
            sending = Map.copyOf(rest);
        }
    }

    /** Says why deliveries wait, or that they no longer do. */
    private void tell() throws SQLException {
        var trouble = pace.trouble();
        var node = lease.node();
        if (node != null && !(node.equals(toldAs) && Objects.equals(trouble, told))) {
            parts.troubles().tell(node, trouble);
            told = trouble;
            toldAs = node;
        }
    }

    private void tidy() throws SQLException {
        var node = lease.node();
        if (node != null && System.nanoTime() - tidiedAt > TIDY_NANOS) {
            tidiedAt = System.nanoTime();
            int rows = parts.ledger().giveBackForgotten(node, outstanding.mailings());
            if (rows > 0) {
                LOG.infof("%d deliveries were claimed while the database went away: they are given back.", rows);
            }
        }
    }

    /** Fills the queue. False when nothing was due. */
    private boolean claim() throws SQLException {
        boolean any = false;
        for (var mailing : sending.values()) {
            if (mailing.isWaiting(clock.instant()) || refusals.isStopped(mailing)) {
                continue;
            }
            int room = room();
            if (room <= 0) {
                break;
            }
            int allowed = parts.allowance().take(mailing.probing ? 1 : room);
            if (allowed == 0) {
                break;
            }
            var claimed = mailing.probing
                    ? parts.mailings().claimProbe(mailing.id, lease.node())
                    : parts.ledger().claim(mailing, lease.node(), clock.instant(), allowed);
            outstanding.add(claimed.toSend());
            outstanding.add(claimed.toSkip().keySet());
            claimed.toSkip().forEach(recorder::skip);
            enqueue(claimed.toSend());
            parts.allowance().giveBack(allowed - claimed.toSend().size());
            any |= claimed.size() > 0;
        }
        return any;
    }

    /** How many rows to claim: large pieces, or what the relay takes soon. */
    private int room() {
        int most = Math.min(2 * batch, pace.soon());
        int room = Math.min(batch, most - queue.size());
        return room < Math.min(batch, most) / 2 ? 0 : room;
    }

    private void enqueue(List<ClaimedDelivery> claims) throws SQLException {
        boolean queued = false;
        try {
            queue.add(parts.letters().opened(claims, recorder));
            queued = true;
        } finally {
            if (!queued) {
                giveBack(claims);
            }
        }
    }

    private void rest(long millis) {
        try {
            lookSignal.rest(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
