package org.viestka.mailing;

import java.util.List;
import java.util.UUID;

import org.viestka.commentary.Commentary;
import org.viestka.issue.Issue;
import org.viestka.issue.IssueDecision;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;

/**
 * The state of a week.
 *
 * @param decision what the timetable decided; null while it has not
 * @param dueAt when the timetable begins or began it; null where the timetable is off
 */
record IssueView(Week week, List<CommentaryView> commentaries, IssueDecision.Decision decision, java.time.Instant dueAt,
        java.time.Instant decidedAt, List<EditionView> editions) {

    /** One published commentary of the issue. */
    record CommentaryView(UUID id, String rubric, Trend trend, int position, List<String> languages) {

        static CommentaryView of(Commentary commentary, List<String> languages) {
            return new CommentaryView(commentary.id, commentary.rubric, commentary.trend, commentary.position,
                    languages.stream().filter(commentary.translations::containsKey).toList());
        }
    }

    /**
     * How the issue stands for one edition.
     *
     * @param complete whether every commentary exists in one of its languages
     * @param mailing null while none is assembled
     */
    record EditionView(String edition, String label, boolean complete, List<Missing> missing, MailingView mailing) {}

    /** A commentary that exists in none of these languages. */
    record Missing(UUID commentary, List<String> languages) {}

    static IssueView of(Issue issue, IssueDecision decision, Publication publication,
            java.util.Optional<java.time.Instant> due) {
        var mailings = Mailing.findByWeek(issue.week());
        var editions = publication.editions().stream().map(edition -> edition(issue, edition, mailings)).toList();
        return new IssueView(issue.week(),
                issue.commentaries().stream().map(c -> CommentaryView.of(c, publication.languages())).toList(),
                decision == null ? null : decision.decision, decision == null ? due.orElse(null) : decision.dueAt,
                decision == null ? null : decision.decidedAt, editions);
    }

    private static EditionView edition(Issue issue, Edition edition, List<Mailing> mailings) {
        var missing = issue.missingFor(edition).stream().map(c -> new Missing(c.id, edition.languages())).toList();
        var mailing = mailings.stream().filter(m -> m.edition.equals(edition.key())).findFirst()
                .map(m -> MailingView.of(m, edition));
        return new EditionView(edition.key(), edition.label(), !issue.isEmpty() && missing.isEmpty(), missing,
                mailing.orElse(null));
    }
}
