package org.viestka.issue;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;
import org.viestka.issue.IssueDecision.Decision;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.restore.DatabaseHome;

import io.quarkus.scheduler.Scheduled;

/**
 * The schedule as a state: which week is due and not yet decided? Asked every minute on every node; the answer is written
 * once, whoever asks first, and the mailings are begun from what is written.
 */
@ApplicationScoped
public class Timetable {

    private static final Logger LOG = Logger.getLogger(Timetable.class);

    private final TimetableConfig config;
    private final Publication publication;
    private final Clock clock;
    private final EntityManager entities;
    private final DatabaseHome home;

    Timetable(TimetableConfig config, Publication publication, Clock clock, EntityManager entities, DatabaseHome home) {
        this.home = home;
        this.config = config;
        this.publication = publication;
        this.clock = clock;
        this.entities = entities;
    }

    /** Decides about the last week that is due, if nobody has. */
    @Scheduled(every = "60s", identity = "timetable", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    public void ask() {
        if (!home.isHere()) {
            return;
        }
        var now = clock.instant();
        lastDue(now).ifPresent(week -> decide(week, dueAt(week).orElseThrow(), now));
    }

    /** The last week whose time had come; empty where the timetable is off. */
    public Optional<Week> lastDue(Instant now) {
        var week = publication.weekOf(now).previous();
        // Before this week's time has come, the week before last is the one that may have been missed.
        return Stream.of(week, week.previous())
                .filter(candidate -> dueAt(candidate).filter(due -> !now.isBefore(due)).isPresent())
                .findFirst();
    }

    /** When the mailings of a week begin by themselves; empty where the timetable is off. */
    public Optional<Instant> dueAt(Week week) {
        return config.send().dueAt(week, publication.zone());
    }

    private void decide(Week week, Instant due, Instant now) {
        if (IssueDecision.find(week).isPresent()) {
            return;
        }
        var issue = Issue.of(week);
        boolean late = now.isAfter(due.plus(config.catchUp()));
        if (late && issue.isEmpty()) {
            return;
        }
        var decision = late ? Decision.MISSED : issue.isEmpty() ? Decision.SKIPPED : Decision.DUE;
        if (write(week, decision, due, now)) {
            report(week, decision, due);
        }
    }

    private void report(Week week, Decision decision, Instant due) {
        switch (decision) {
            case DUE -> LOG.infof("The issue of %s is due since %s: its mailings begin.", week, due);
            case SKIPPED ->
                LOG.warnf("Nothing was published for %s: nothing is sent. Send it by hand if texts come later.", week);
            case MISSED ->
                LOG.warnf("The issue of %s was due at %s, longer ago than may be caught up: send it by hand.", week, due);
        }
    }

    /** Whether it was us who decided: the key lets one node win. */
    private boolean write(Week week, Decision decision, Instant due, Instant now) {
        return entities
                .createNativeQuery("INSERT INTO issue_decision (week, decision, due_at, decided_at) VALUES (?1, ?2, ?3, ?4)"
                        + " ON CONFLICT DO NOTHING")
                .setParameter(1, week.toString()).setParameter(2, decision.name()).setParameter(3, due).setParameter(4, now)
                .executeUpdate() == 1;
    }
}
