package org.viestka.mailing;

import java.time.Clock;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;
import org.viestka.issue.Issue;
import org.viestka.issue.IssueDecision;
import org.viestka.issue.TimetableConfig;
import org.viestka.issue.TimetableConfig.Incomplete;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.restore.DatabaseHome;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;

/**
 * What can be done to a mailing. Each step locks its row, so that of two at once the second sees what the first did; a step
 * that already holds is no error.
 */
@ApplicationScoped
public class Mailings {

    private static final Logger LOG = Logger.getLogger(Mailings.class);

    private final Publication publication;
    private final MailingRenderer renderer;
    private final TimetableConfig timetable;
    private final EntityManager entities;
    private final Clock clock;
    private final DatabaseHome home;

    Mailings(Publication publication, MailingRenderer renderer, TimetableConfig timetable, EntityManager entities,
            Clock clock, DatabaseHome home) {
        this.home = home;
        this.publication = publication;
        this.renderer = renderer;
        this.timetable = timetable;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Renders the issue as it stands and freezes it; again until sending begins. One that was held is then assembled.
     *
     * @throws Problem 409 once sending has begun, and when there is nothing to send
     */
    @Transactional
    public Mailing assemble(Week week, Edition edition) {
        var issue = Issue.of(week);
        if (issue.isEmpty()) {
            throw Problem.conflict(Words::mailing_nothing_published);
        }
        if (issue.missingFor(edition).size() == issue.commentaries().size()) {
            throw Problem.conflict(Words::mailing_nothing_in_edition);
        }
        var mailing = locked(week, edition);
        if (mailing == null) {
            mailing = Mailing.create(week, edition.key());
            mailing.assemble(renderer.render(issue, edition), clock.instant());
            mailing.persist();
            return mailing;
        }
        if (!mailing.state.isBeforeSending()) {
            throw forbidden(mailing);
        }
        mailing.assemble(renderer.render(issue, edition), clock.instant());
        mailing.state = MailingState.ASSEMBLED;
        mailing.reason = null;
        return mailing;
    }

    /** @throws Problem 404 when none was assembled */
    public Mailing get(Week week, Edition edition) {
        return Mailing.find(week, edition.key()).orElseThrow(Mailings::none);
    }

    /** Lets the delivery begin. */
    @Transactional
    public Mailing send(Week week, Edition edition) {
        return step(week, edition, mailing -> {
            switch (mailing.state) {
                case ASSEMBLED, HELD -> mailing.send(clock.instant());
                case SENDING, FINISHED -> {
                    /* It holds already. */ }
                default -> throw forbidden(mailing);
            }
        });
    }

    @Transactional
    public Mailing hold(Week week, Edition edition) {
        return step(week, edition, mailing -> {
            if (!mailing.state.isBeforeSending()) {
                throw forbidden(mailing);
            }
            mailing.hold(mailing.reason);
        });
    }

    @Transactional
    public Mailing pause(Week week, Edition edition) {
        return step(week, edition, mailing -> {
            switch (mailing.state) {
                case SENDING -> mailing.pause(null);
                case PAUSED -> {
                    /* It holds already. */ }
                default -> throw forbidden(mailing);
            }
        });
    }

    @Transactional
    public Mailing resume(Week week, Edition edition) {
        return step(week, edition, mailing -> {
            switch (mailing.state) {
                case PAUSED, SENDING -> mailing.resume(clock.instant());
                default -> throw forbidden(mailing);
            }
        });
    }

    /** Ends it for good. What the relay has taken cannot be taken back. */
    @Transactional
    public Mailing cancel(Week week, Edition edition) {
        return step(week, edition, mailing -> {
            switch (mailing.state) {
                case FINISHED -> throw forbidden(mailing);
                case CANCELLED -> {
                    /* It holds already. */ }
                default -> mailing.cancel(clock.instant());
            }
        });
    }

    /** Begins the mailings of the weeks that the timetable found due. */
    @Scheduled(every = "2s", identity = "begin-due", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    public void beginDue() {
        if (!home.isHere()) {
            return;
        }
        for (var due : IssueDecision.findDue()) {
            var decision = entities.find(IssueDecision.class, due.week,
                    jakarta.persistence.LockModeType.PESSIMISTIC_WRITE);
            entities.refresh(decision);
            if (decision.begunAt == null && beginAll(decision.week())) {
                decision.begin(clock.instant());
            }
        }
    }

    /** Each in a transaction of its own: what is wrong with one edition keeps no other from going out. False when one failed. */
    private boolean beginAll(Week week) {
        boolean all = true;
        for (var edition : publication.editions()) {
            try {
                QuarkusTransaction.requiringNew().run(() -> begin(week, edition));
            } catch (RuntimeException e) {
                LOG.errorf(e, "The %s mailing of %s could not begin: it is tried again.", edition.key(), week);
                all = false;
            }
        }
        return all;
    }

    /** What an editor held, cancelled or began by hand is left alone; what was only assembled goes out as the texts stand now. */
    private void begin(Week week, Edition edition) {
        var mailing = locked(week, edition);
        if (mailing != null && mailing.state != MailingState.ASSEMBLED) {
            LOG.infof("The %s mailing of %s is %s already: left as it is.", edition.key(), week, mailing.state);
            return;
        }
        var issue = Issue.of(week);
        var missing = issue.missingFor(edition);
        if (missing.size() == issue.commentaries().size()) {
            LOG.warnf("The issue of %s has nothing for edition %s.", week, edition.key());
            return;
        }
        mailing = assemble(week, edition);
        if (!missing.isEmpty() && timetable.incomplete() == Incomplete.HOLD) {
            var titles = missing.stream().map(c -> c.inFirstOf(publication.languages()).orElseThrow().title)
                    .collect(Collectors.joining("; "));
            mailing.hold(Publication.words(publication.languages().get(0)).mailing_incomplete(titles));
            LOG.warnf("The %s mailing of %s is held: %d translations are missing.", edition.key(), week, missing.size());
            return;
        }
        mailing.send(clock.instant());
        LOG.infof("The %s mailing of %s begins.", edition.key(), week);
    }

    private Mailing step(Week week, Edition edition, java.util.function.Consumer<Mailing> change) {
        var mailing = locked(week, edition);
        if (mailing == null) {
            throw none();
        }
        change.accept(mailing);
        return mailing;
    }

    /** Null when there is none yet; another who wants to make it waits until this transaction is over. */
    private Mailing locked(Week week, Edition edition) {
        entities.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtext(?1))")
                .setParameter(1, "mailing " + week + " " + edition.key()).getSingleResult();
        return Mailing.findLocked(week, edition.key()).orElse(null);
    }

    private static Problem none() {
        return Problem.of(jakarta.ws.rs.core.Response.Status.NOT_FOUND, Words::mailing_none);
    }

    private static Problem forbidden(Mailing mailing) {
        var state = mailing.state.name().toLowerCase(java.util.Locale.ROOT);
        return Problem.conflict(words -> words.mailing_state_forbids(state));
    }
}
