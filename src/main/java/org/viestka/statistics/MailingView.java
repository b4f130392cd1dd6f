package org.viestka.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.viestka.delivery.MailingResults.Reasons;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.publication.Week;

/**
 * What became of a mailing. Of one that is not over only the total is known here; its progress tells the rest.
 *
 * @param seconds from the first to the last delivery, with all waits between; null while it is not over
 * @param perSecond messages sent; null while it is not over
 */
@Schema(name = "MailingResult")
record MailingView(Week week, String edition, MailingState state, Instant startedAt, Instant finishedAt, int total,
        Integer sent, Integer failed, Integer skipped, Map<String, Integer> failedByClass,
        Map<String, Integer> skippedByReason, Double seconds, Double perSecond) {

    /** @param reasons null while it is not over */
    static MailingView of(Mailing mailing, Reasons reasons) {
        if (reasons == null) {
            return new MailingView(mailing.week, mailing.edition, mailing.state, mailing.startedAt, mailing.finishedAt,
                    mailing.total, null, null, null, null, null, null, null);
        }
        Double seconds = mailing.frozenAt == null
                ? null
                : Duration.between(mailing.frozenAt, mailing.finishedAt).toMillis() / 1000.0;
        // What was over within a millisecond has no rate.
        Double rate = seconds == null || seconds <= 0 ? null : Math.round(mailing.sent / seconds * 10) / 10.0;
        return new MailingView(mailing.week, mailing.edition, mailing.state, mailing.startedAt, mailing.finishedAt,
                mailing.total, mailing.sent, mailing.failed, mailing.skipped, reasons.failed(), reasons.skipped(), seconds,
                rate);
    }
}
