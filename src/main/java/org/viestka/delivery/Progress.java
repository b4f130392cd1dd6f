package org.viestka.delivery;

import java.time.Duration;
import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.viestka.delivery.LedgerReport.Counts;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;

/**
 * How far a mailing is.
 *
 * @param reason why it is paused or waits: a person's words, ours, or the relay's reply; null where nothing is known
 * @param pending rows not yet tried, with those under way
 * @param perSecond messages per second: in the last half minute, or of a finished one as a whole; null before the rows are
 *        written
 * @param secondsLeft for {@link #pending} at that rate; null when nothing moves
 */
@Schema(name = "DeliveryProgress")
record Progress(MailingState state, String reason, int total, int sent, int failed, int deferred, int skipped, int uncertain,
        int pending,
        @Schema(nullable = true) Double perSecond, @Schema(nullable = true) Long secondsLeft, Instant startedAt,
        Instant finishedAt) {

    static Progress of(Mailing mailing, String reason, Counts counts, Instant now) {
        if (mailing.state == MailingState.FINISHED) {
            return new Progress(mailing.state, reason, mailing.total, mailing.sent, mailing.failed, 0, mailing.skipped,
                    counts.of("uncertain"), 0, rate(mailing.sent, mailing.frozenAt, mailing.finishedAt), null,
                    mailing.startedAt,
                    mailing.finishedAt);
        }
        int sent = counts.of("sent");
        int pending = counts.of("pending") + counts.of("claimed");
        var rate = mailing.frozenAt == null ? null : rate(counts.recent(), later(mailing.frozenAt, now), now);
        boolean moves = mailing.state == MailingState.SENDING && rate != null && rate > 0;
        return new Progress(mailing.state, reason, mailing.total, sent, counts.of("failed"), counts.of("deferred"),
                counts.of("skipped"), counts.of("uncertain"), pending, rate, moves ? Math.round(pending / rate) : null,
                mailing.startedAt, mailing.finishedAt);
    }

    private static Instant later(Instant frozen, Instant now) {
        var recent = now.minus(ProgressCounts.RECENT);
        return frozen.isAfter(recent) ? frozen : recent;
    }

    private static Double rate(int sent, Instant from, Instant until) {
        double seconds = Math.max(0.001, Duration.between(from, until).toMillis() / 1000.0);
        return Math.round(sent / seconds * 10) / 10.0;
    }
}
