package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;

/** Where mailings and their rows change together, in one transaction. */
@ApplicationScoped
class MailingLedger {

    private static final Logger LOG = Logger.getLogger(MailingLedger.class);

    /** Seconds; a minute is not enough for millions of rows. */
    private static final int LONG = 3_600;

    private final Audience audience;
    private final Ledger ledger;
    private final AddressFailures failures;
    private final LedgerReport report;
    private final MailingResults results;
    private final Publication publication;
    private final Clock clock;
    private final AgroalDataSource database;

    MailingLedger(Audience audience, Ledger ledger, AddressFailures failures, LedgerReport report, MailingResults results,
            Publication publication, Clock clock, AgroalDataSource database) {
        this.audience = audience;
        this.ledger = ledger;
        this.failures = failures;
        this.report = report;
        this.results = results;
        this.publication = publication;
        this.clock = clock;
        this.database = database;
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
    List<Mailing> freezeAndFind() throws SQLException {
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

    /** Says that a mailing is finished, if every row has reached its end and the counts balance. */
    @Transactional
    void finish(UUID id) throws SQLException {
        var mailing = Mailing.findLocked(id).orElseThrow();
        if (mailing.state != MailingState.SENDING || mailing.frozenAt == null || report.isOpen(mailing)) {
            return;
        }
        var counts = report.count(mailing);
        int failed = counts.of("failed") + counts.of("uncertain");
        failures.forgetReached(mailing);
        results.keep(mailing);
        mailing.finish(counts.of("sent"), failed, counts.of("skipped"), clock.instant());
        LOG.infof("The %s mailing of %s is finished: %d sent, %d failed, %d skipped.", mailing.edition, mailing.week,
                mailing.sent,
                mailing.failed, mailing.skipped);
    }

    @Transactional
    void pause(UUID id, String reason) {
        Mailing.findLocked(id).filter(m -> m.state == MailingState.SENDING).ifPresent(m -> m.pause(reason));
    }

    /** Makes the failed rows of a mailing due again. Returns how many. */
    @Transactional
    @TransactionConfiguration(timeout = LONG)
    int retryFailed(UUID id) throws SQLException {
        var mailing = Mailing.findLocked(id).orElseThrow();
        int rows = ledger.retryFailed(mailing, clock.instant());
        if (rows > 0) {
            mailing.retry(clock.instant());
        }
        return rows;
    }
}
