package org.viestka.delivery;

import java.time.Duration;
import java.time.Instant;

import org.viestka.delivery.LedgerReport.Counts;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;

/**
 * How far a mailing is.
 *
 * @param pending rows not yet tried, with those under way
 * @param perSecond messages per second since the rows were written; null before
 * @param secondsLeft at that rate; null when nothing is under way
 */
record Progress(MailingState state, String reason, int total, int sent, int failed, int deferred, int skipped, int uncertain,
        int pending,
        Double perSecond, Long secondsLeft, Instant startedAt, Instant finishedAt) {

    static Progress of(Mailing mailing, Counts counts, Instant now) {
        if (mailing.state == MailingState.FINISHED) {
            return new Progress(mailing.state, mailing.reason, mailing.total, mailing.sent, mailing.failed, 0, mailing.skipped,
                    counts.of("uncertain"), 0, rate(mailing, mailing.sent, mailing.finishedAt), null, mailing.startedAt,
                    mailing.finishedAt);
        }
        int sent = counts.of("sent");
        int pending = counts.of("pending") + counts.of("claimed");
        var rate = rate(mailing, sent, now);
        boolean moves = mailing.state == MailingState.SENDING && rate != null && rate > 0;
        return new Progress(mailing.state, mailing.reason, mailing.total, sent, counts.of("failed"), counts.of("deferred"),
                counts.of("skipped"), counts.of("uncertain"), pending, rate, moves ? Math.round(pending / rate) : null,
                mailing.startedAt, mailing.finishedAt);
    }

    private static Double rate(Mailing mailing, int sent, Instant until) {
        if (mailing.frozenAt == null) {
            return null;
        }
        double seconds = Math.max(0.001, Duration.between(mailing.frozenAt, until).toMillis() / 1000.0);
        return Math.round(sent / seconds * 10) / 10.0;
    }
}
