package org.viestka.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.vault.LinkPurpose;
import org.viestka.vault.LinkToken;
import org.viestka.vault.Vault;
import org.viestka.web.Problem;

/** The links in readers' mails: makes them, and finds whose they are. Cut, foreign, expired or unknown is one answer, 404. */
@ApplicationScoped
class ReaderLinks {

    private static final Duration OWN_DATA_WITHIN = Duration.ofHours(1);

    private final Vault vault;
    private final Clock clock;
    private final Publication publication;
    private final SubscriptionConfig config;

    ReaderLinks(Vault vault, Clock clock, Publication publication, SubscriptionConfig config) {
        this.vault = vault;
        this.clock = clock;
        this.publication = publication;
        this.config = config;
    }

    String confirm(Subscriber subscriber) {
        return publication.link("/confirm/" + vault.token(LinkPurpose.CONFIRM, subscriber.id, clock.instant()));
    }

    String preferences(Subscriber subscriber) {
        return publication.link("/preferences/" + vault.token(LinkPurpose.PREFERENCES, subscriber.id, clock.instant()));
    }

    String ownData(Subscriber subscriber) {
        return publication.link("/own-data/" + vault.token(LinkPurpose.OWN_DATA, subscriber.id, clock.instant()));
    }

    /** Until when a link that is made now works. */
    Instant end(LinkPurpose purpose) {
        return clock.instant().plus(lifetime(purpose));
    }

    /** Who may confirm by this token, locked for a change. For who is gone only a link that was asked for later works. */
    Subscriber forConfirm(String token) {
        var opened = fresh(LinkPurpose.CONFIRM, token);
        var subscriber = find(opened);
        // Tokens know milliseconds only.
        boolean late = subscriber.status.isGone()
                && opened.issued().isBefore(subscriber.statusSince.truncatedTo(ChronoUnit.MILLIS));
        if (late || Suppression.isForGood(subscriber.address(vault), vault)) {
            throw dead();
        }
        return subscriber;
    }

    /** Whose preferences they are, locked for a change. */
    Subscriber forPreferences(String token) {
        var subscriber = find(fresh(LinkPurpose.PREFERENCES, token));
        if (!subscriber.hasPreferences() && subscriber.status != SubscriberStatus.UNSUBSCRIBED) {
            throw dead();
        }
        return subscriber;
    }

    /** Whose data it is, locked for a change. */
    Subscriber forOwnData(String token) {
        var subscriber = find(fresh(LinkPurpose.OWN_DATA, token));
        if (!subscriber.hasOwnData()) {
            throw dead();
        }
        return subscriber;
    }

    /** Who may unsubscribe by this token, locked for a change; it never expires. */
    Subscriber forUnsubscribe(String token) {
        return findByUnsubscribeToken(token).orElseThrow(ReaderLinks::dead);
    }

    Optional<Subscriber> findByUnsubscribeToken(String token) {
        return vault.open(LinkPurpose.UNSUBSCRIBE, token).flatMap(opened -> Subscriber.findForChange(opened.subscriber()));
    }

    private LinkToken fresh(LinkPurpose purpose, String token) {
        return vault.open(purpose, token)
                .filter(opened -> clock.instant().isBefore(opened.issued().plus(lifetime(purpose))))
                .orElseThrow(ReaderLinks::dead);
    }

    private Duration lifetime(LinkPurpose purpose) {
        return switch (purpose) {
            case CONFIRM -> config.confirmWithin();
            case PREFERENCES -> config.preferencesWithin();
            case OWN_DATA -> OWN_DATA_WITHIN;
            case UNSUBSCRIBE, FORM, ASKED_AGAIN -> throw new IllegalArgumentException("not a link that expires: " + purpose);
        };
    }

    private static Subscriber find(LinkToken opened) {
        return Subscriber.findForChange(opened.subscriber()).orElseThrow(ReaderLinks::dead);
    }

    private static Problem dead() {
        return Problem.of(Status.NOT_FOUND, Words::link_dead);
    }
}
