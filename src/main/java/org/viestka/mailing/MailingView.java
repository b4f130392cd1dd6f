package org.viestka.mailing;

import java.time.Instant;
import java.util.UUID;

import org.viestka.publication.Edition;
import org.viestka.publication.Week;

/** A mailing as the API shows it. */
public record MailingView(UUID id, Week week, String edition, MailingState state, String reason, String subject,
        Instant assembledAt,
        Instant startedAt, Instant finishedAt, int total, int sent, int failed, int skipped) {

    public static MailingView of(Mailing mailing, Edition edition) {
        var subject = mailing.subject(edition.languages());
        return new MailingView(mailing.id, mailing.week, mailing.edition, mailing.state, mailing.reason, subject,
                mailing.assembledAt, mailing.startedAt, mailing.finishedAt, mailing.total, mailing.sent, mailing.failed,
                mailing.skipped);
    }
}
