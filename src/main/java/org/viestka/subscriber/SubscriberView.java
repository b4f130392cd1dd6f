package org.viestka.subscriber;

import java.time.Instant;
import java.util.UUID;

import org.viestka.vault.Vault;

/** A subscriber as the API shows one, with the address opened: for admins alone. */
record SubscriberView(UUID id, String email, String edition, String language, String leadingLanguage, boolean discreet,
        SubscriberStatus status,
        Instant statusSince, Consent consent, int version) {

    /** How and when the subscriber agreed. */
    record Consent(ConsentSource source, String text, String language, Instant subscribedAt, Instant confirmedAt,
            String confirmedText) {}

    static SubscriberView of(Subscriber subscriber, Vault vault) {
        return new SubscriberView(subscriber.id, subscriber.address(vault).mailbox(), subscriber.edition, subscriber.language,
                subscriber.leadingLanguage, subscriber.discreet, subscriber.status, subscriber.statusSince,
                new Consent(subscriber.consentSource, subscriber.consentText, subscriber.consentLanguage,
                        subscriber.subscribedAt,
                        subscriber.confirmedAt, subscriber.confirmedText),
                subscriber.version);
    }
}
