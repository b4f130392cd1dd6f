package org.viestka.bounce;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.delivery.AddressFailures;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.smtp.ReplyText;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.vault.LinkPurpose;
import org.viestka.vault.ReturnPath;
import org.viestka.vault.Vault;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Draws the consequences of reports. Whom a report is about is told by what we sealed into the message and by nothing else: an
 * address in a report proves nothing.
 */
@ApplicationScoped
class Bounces {

    private static final Logger LOG = Logger.getLogger(Bounces.class);

    /** What became of a report. */
    enum Effect {
        /** Nothing: no bounce, or about nobody. */
        @JsonProperty("none")
        NONE,
        /** One more issue that found no mailbox. */
        @JsonProperty("counted")
        COUNTED,
        /** That was one too many: the reader gets nothing more. */
        @JsonProperty("bounced")
        BOUNCED,
        /** The reader complained and is never written to again. */
        @JsonProperty("complained")
        COMPLAINED
    }

    /** Whom it is about, and which issue where that is known. */
    private record Subject(UUID subscriber, Optional<Week> week) {}

    private final Vault vault;
    private final ReturnPath returnPath;
    private final AddressFailures failures;
    private final Publication publication;
    private final Clock clock;

    Bounces(Vault vault, ReturnPath returnPath, AddressFailures failures, Publication publication, Clock clock) {
        this.vault = vault;
        this.returnPath = returnPath;
        this.failures = failures;
        this.publication = publication;
        this.clock = clock;
    }

    Effect take(Report report) throws SQLException {
        var subject = subject(report);
        if (subject.isEmpty()) {
            return Effect.NONE;
        }
        return switch (report.kind()) {
            case HARD -> fail(subject.get(), report);
            case COMPLAINT -> QuarkusTransaction.requiringNew().call(() -> complain(subject.get().subscriber()));
            case SOFT, NOT_A_BOUNCE -> Effect.NONE;
        };
    }

    private Optional<Subject> subject(Report report) {
        return report.returnPaths().stream().flatMap(token -> returnPath.open(token).stream()).findFirst()
                .map(sent -> new Subject(sent.subscriber(), Optional.of(new Week(sent.monday()))))
                .or(() -> report.unsubscribeTokens().stream()
                        .flatMap(token -> vault.open(LinkPurpose.UNSUBSCRIBE, token).stream()).findFirst()
                        .map(token -> new Subject(token.subscriber(), Optional.empty())));
    }

    private Effect fail(Subject subject, Report report) throws SQLException {
        var address = QuarkusTransaction.requiringNew().call(() -> Subscriber
                .<Subscriber>findByIdOptional(subject.subscriber()).map(subscriber -> subscriber.address(vault).mailbox()));
        if (address.isEmpty()) {
            return Effect.NONE;
        }
        // The report may name the reader without saying whom it is about.
        var reply = report.reply() == null ? null : ReplyText.anonymous(report.reply(), address.get());
        // Without the issue the one that is over last: reports come within days.
        var week = subject.week().orElseGet(() -> Week.of(LocalDate.ofInstant(clock.instant(), publication.zone())).previous());
        return failures.report(subject.subscriber(), week, clock.instant(), report.relay(), reply)
                ? Effect.BOUNCED
                : Effect.COUNTED;
    }

    private Effect complain(UUID id) {
        var subscriber = Subscriber.findForChange(id).orElse(null);
        if (subscriber == null) {
            return Effect.NONE;
        }
        if (subscriber.status != SubscriberStatus.COMPLAINED) {
            subscriber.become(SubscriberStatus.COMPLAINED, clock.instant());
        }
        Suppression.add(subscriber.address(vault), Suppression.Reason.COMPLAINED, vault, clock.instant());
        LOG.infof("Subscriber %s complained and is never written to again.", id);
        return Effect.COMPLAINED;
    }
}
