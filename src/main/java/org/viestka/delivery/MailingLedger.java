package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;

/** Where mailings and their rows change together, in one transaction. */
@ApplicationScoped
public class MailingLedger {

    private static final Logger LOG = Logger.getLogger(MailingLedger.class);

    /** Seconds; a minute is not enough for millions of rows. */
    private static final int LONG = 3_600;

    private final Mailings mailings;
    private final Audience audience;
    private final Ledger ledger;
    private final AddressFailures failures;
    private final LedgerReport report;
    private final MailingResults results;
    private final Publication publication;
    private final Clock clock;
    private final AgroalDataSource database;
    private final DeliveryConfig config;

    MailingLedger(Mailings mailings, Audience audience, Ledger ledger, AddressFailures failures, LedgerReport report,
            MailingResults results,
            Publication publication, Clock clock, AgroalDataSource database, DeliveryConfig config) {
        this.mailings = mailings;
        this.audience = audience;
        this.ledger = ledger;
        this.failures = failures;
        this.report = report;
        this.results = results;
        this.publication = publication;
        this.clock = clock;
        this.database = database;
        this.config = config;
    }

    /**
     * Mailings that a node has to do with.
     *
     * @param versions by id; as long as one is the same, nothing of its mailing has changed
     * @param isSteady whether there is nothing to be done but to send: none waits for its rows or, cancelled, for its end
     */
    record UnderWay(Map<UUID, Integer> versions, boolean isSteady) {}

    /** Asked several times a second: a plain query, where entities in a transaction would cost more than all sending does. */
    UnderWay underWay() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT id, version, state = 'SENDING' AND frozen_at IS NOT NULL"
                        + " FROM mailing WHERE state = 'SENDING'"
                        + " OR state = 'CANCELLED' AND frozen_at IS NOT NULL AND total <> sent + failed + skipped");
                var rows = select.executeQuery()) {
            var versions = new HashMap<UUID, Integer>();
            boolean steady = true;
            while (rows.next()) {
                versions.put(rows.getObject(1, UUID.class), rows.getInt(2));
                steady &= rows.getBoolean(3);
            }
            return new UnderWay(versions, steady);
        }
    }

    /**
     * The mailings under way that have their rows; a new one gets them first, unless another node is about it. Each is read when
     * it is locked and not before: what was read then may be another node's work by now.
     */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    public List<Mailing> freezeAndFind() throws SQLException {
        var editions = publication.editions().stream().map(Edition::key).toList();
        for (var next = Mailing.findUnfrozen(editions); next.isPresent(); next = Mailing.findUnfrozen(editions)) {
            freeze(next.get());
        }
        return Mailing.findSending();
    }

    /** Skips what is left of cancelled mailings; what is in flight ends first. */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    void settleCancelled() throws SQLException {
        for (var mailing : Mailing.findCancelledUnsettled()) {
            ledger.skipOpen(mailing, clock.instant());
            var counts = report.count(mailing);
            if (counts.of("claimed") == 0) {
                failures.forgetReached(mailing);
                failures.take(mailing, clock.instant());
                mailing.settle(counts.of("sent"), counts.of("failed") + counts.of("uncertain"), counts.of("skipped"));
                results.keep(mailing);
            }
        }
    }

    private void freeze(Mailing mailing) throws SQLException {
        long start = System.nanoTime();
        mailing.total = audience.freeze(mailing, publication.edition(mailing.edition).orElseThrow());
        mailing.frozenAt = clock.instant();
        LOG.infof("The %s mailing of %s goes to %d subscribers (written in %d ms).", mailing.edition, mailing.week,
                mailing.total, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /**
     * Says that a mailing is finished, if every row has reached its end and the counts balance. One of which the relay refused all
     * or very many for the same reason pauses instead.
     *
     * @return whether nothing more of it is to be sent
     */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    boolean finish(UUID id) throws SQLException {
        var mailing = Mailing.findLocked(id).orElseThrow();
        if (mailing.state != MailingState.SENDING || mailing.frozenAt == null || report.isOpen(mailing)) {
            return mailing.state != MailingState.SENDING;
        }
        var counts = report.count(mailing);
        int failed = counts.of("failed") + counts.of("uncertain");
        if (failed > 0 && isRefused(mailing, counts.of("sent"), failed)) {
            return true;
        }
        mailing.follow();
        failures.forgetReached(mailing);
        failures.take(mailing, clock.instant());
        results.keep(mailing);
        mailing.finish(counts.of("sent"), failed, counts.of("skipped"), clock.instant());
        LOG.infof("The %s mailing of %s is finished: %d sent, %d failed, %d skipped.", mailing.edition, mailing.week,
                mailing.sent,
                mailing.failed, mailing.skipped);
        return true;
    }

    private boolean isRefused(Mailing mailing, int sent, int failed) throws SQLException {
        // Where nobody was sent anything, no reader's own trouble was the reason.
        var givenUp = sent == 0 ? ledger.takeBackGivenUp(mailing, clock.instant()) : Optional.<String>empty();
        var found = Refusal.ofMany(ledger.refusals(mailing), sent, failed, mailing.lookedAt != null, config)
                .or(() -> givenUp.map(reply -> new Refusal(reply, Mailing.ANY_WORDS)));
        if (found.isPresent()) {
            pause(mailing, found.get());
            LOG.errorf("The relay refuses the %s mailing of %s (%s): it is paused.", mailing.edition, mailing.week,
                    mailing.reason);
        }
        return found.isPresent();
    }

    private void pause(Mailing mailing, Refusal refusal) throws SQLException {
        mailing.pauseFor(refusal.reply(), refusal.words());
        ledger.takeBack(mailing, refusal.words(), clock.instant());
    }

    /**
     * Pauses a mailing that the relay refuses; rows that failed with its words are due again.
     *
     * @param since since when it had been going when that message was sent: a refusal from before it last went on is no reason
     * @return whether it is paused by this
     */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    boolean pause(UUID id, Instant since, Refusal refusal) throws SQLException {
        var mailing = Mailing.findLocked(id).orElseThrow();
        boolean meant = mailing.isGoingSince(since);
        if (meant) {
            pause(mailing, refusal);
        }
        return meant;
    }

    /**
     * Lets a mailing wait because the relay wants no more for now; longer each time in a row.
     *
     * @param since as in {@link #pause(UUID, Instant, Refusal)}
     */
    @Transactional
    void putOff(UUID id, Instant since, String reply) {
        var mailing = Mailing.findLocked(id).orElseThrow();
        var now = clock.instant();
        if (mailing.isGoingSince(since) && !mailing.isWaiting(now)) {
            mailing.putOff(reply, now.plus(RetryPolicy.wait(mailing.waits, config.retryAfter())));
            LOG.warnf("The relay wants no more of the %s mailing of %s for now (%s): it waits until %s.", mailing.edition,
                    mailing.week, reply, mailing.waitsUntil);
        }
    }

    /** Claims the one row that goes first after a pause. What is still in flight from before says nothing of the relay now. */
    @Transactional
    public Ledger.Claimed claimProbe(UUID id, UUID node) throws SQLException {
        var mailing = Mailing.findLocked(id).orElseThrow();
        boolean free = mailing.state == MailingState.SENDING && mailing.probing && !report.isFirstUnderWay(mailing);
        return free ? ledger.claimFirst(mailing, node, clock.instant()) : Ledger.Claimed.NONE;
    }

    /**
     * Lets the others follow the message that went first.
     *
     * @param since as in {@link #pause(UUID, Instant, Refusal)}
     */
    @Transactional
    void follow(UUID id, Instant since) {
        Mailing.findLocked(id).filter(mailing -> mailing.isGoingSince(since) && mailing.probing)
                .ifPresent(Mailing::follow);
    }

    /** Goes on with a mailing, as a person wishes; what was put off is due at once. */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    void resume(Week week, Edition edition) throws SQLException {
        ledger.hasten(mailings.resume(week, edition), clock.instant());
    }

    /** Makes the failed rows of a mailing due again. Returns how many. */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    int retryFailed(UUID id) throws SQLException {
        var mailing = Mailing.findLocked(id).orElseThrow();
        int rows = ledger.retryFailed(mailing);
        if (rows > 0) {
            mailing.retry(clock.instant());
        }
        return rows;
    }
}
