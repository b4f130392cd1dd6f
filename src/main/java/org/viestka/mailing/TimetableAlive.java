package org.viestka.mailing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.viestka.issue.Issue;
import org.viestka.issue.IssueDecision;
import org.viestka.issue.IssueDecision.Decision;
import org.viestka.issue.Timetable;
import org.viestka.publication.Week;

import io.smallrye.health.api.Wellness;

/** Whether the last week that was due has begun, or there was a good reason why not. */
@Wellness
@ApplicationScoped
class TimetableAlive implements HealthCheck {

    /** The timetable is asked each minute, and a node that stops may need one more. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);
    private static final Set<MailingState> NOT_BEGUN = Set.of(MailingState.ASSEMBLED, MailingState.HELD);

    private final Timetable timetable;
    private final Clock clock;

    TimetableAlive(Timetable timetable, Clock clock) {
        this.timetable = timetable;
        this.clock = clock;
    }

    @Override
    @Transactional
    public HealthCheckResponse call() {
        var now = clock.instant();
        var last = timetable.lastDue(now.minus(LEEWAY));
        var answer = HealthCheckResponse.named("timetable alive");
        last.ifPresent(week -> answer.withData("week", week.toString()));
        return answer.status(last.isEmpty() || isBegun(last.get(), now)).build();
    }

    private static boolean isBegun(Week week, Instant now) {
        var decision = IssueDecision.find(week);
        if (decision.isEmpty()) {
            // Before anything is published there is nothing to decide about.
            return Issue.of(week).isEmpty();
        }
        if (decision.get().decision == Decision.MISSED) {
            // Until somebody sends it by hand.
            return Mailing.findByWeek(week).stream().anyMatch(mailing -> !NOT_BEGUN.contains(mailing.state));
        }
        return decision.get().decision == Decision.SKIPPED || decision.get().begunAt != null
                || now.isBefore(decision.get().decidedAt.plus(LEEWAY));
    }
}
