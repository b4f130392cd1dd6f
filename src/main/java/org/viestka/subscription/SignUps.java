package org.viestka.subscription;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Edition;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Takes sign-ups. Gives nothing back, so that no answer can tell whether an address is known. */
@ApplicationScoped
class SignUps {

    // The wording next to the form's button. Count it up when that changes: rows say what their reader agreed to.
    private static final String CONSENT_TEXT = "subscribe-form/1";

    private final Vault vault;
    private final Clock clock;
    private final SubscriptionConfig config;

    SignUps(Vault vault, Clock clock, SubscriptionConfig config) {
        this.vault = vault;
        this.clock = clock;
        this.config = config;
    }

    boolean confirmationIsRequired() {
        return config.confirmation() == SubscriptionConfig.Confirmation.REQUIRED;
    }

    void take(Address address, Edition edition, String language, ConsentSource source) {
        try {
            QuarkusTransaction.requiringNew().run(() -> record(address, edition, language, source));
        } catch (RuntimeException e) {
            if (!Subscriber.isTwin(e)) {
                throw e;
            }
            QuarkusTransaction.requiringNew().run(() -> record(address, edition, language, source));
        }
    }

    private void record(Address address, Edition edition, String language, ConsentSource source) {
        if (Suppression.findByAddress(address, vault).isPresent()) {
            return;
        }
        Subscriber.findByAddressForChange(address, vault).ifPresentOrElse(
                known -> again(known, edition, language),
                () -> first(address, edition, language, source));
    }

    private void first(Address address, Edition edition, String language, ConsentSource source) {
        var status = confirmationIsRequired() ? SubscriberStatus.PENDING : SubscriberStatus.ACTIVE;
        var subscriber = Subscriber.create(address, edition.key(), language, status, source, vault, clock.instant());
        subscriber.consentText = CONSENT_TEXT;
        subscriber.persist();
        if (confirmationIsRequired()) {
            subscriber.askToConfirm(clock.instant());
        }
    }

    private void again(Subscriber known, Edition edition, String language) {
        if (known.status != SubscriberStatus.PENDING && known.status != SubscriberStatus.UNSUBSCRIBED) {
            return;
        }
        known.choose(edition, null, clock.instant());
        known.language = language;
        if (known.status == SubscriberStatus.PENDING && !confirmationIsRequired()) {
            known.confirm(clock.instant());
        } else {
            known.askToConfirm(clock.instant());
        }
    }
}
