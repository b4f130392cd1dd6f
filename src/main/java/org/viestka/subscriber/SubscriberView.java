package org.viestka.subscriber;

import java.time.Instant;
import java.util.UUID;

import org.viestka.vault.Vault;

/**
 * A subscriber as the API shows one, for admins alone; {@code email} is masked unless it was asked for.
 *
 * @param bouncedAt null, like the next two, unless the status is bounced
 * @param bouncedRelay who refused the address or reported the failure, where that is known
 * @param bouncedReply the last reply about it, without addresses, where that is known
 */
public record SubscriberView(UUID id, String email, String edition, String language, String leadingLanguage, boolean discreet,
        SubscriberStatus status, Instant statusSince, Instant bouncedAt, String bouncedRelay, String bouncedReply,
        Consent consent, int version) {

    /** How and when the subscriber agreed. */
    record Consent(ConsentSource source, String text, String language, Instant subscribedAt, Instant confirmedAt,
            String confirmedText) {}

    public static SubscriberView of(Subscriber subscriber, Vault vault, boolean reveal) {
        var address = subscriber.address(vault);
        return new SubscriberView(subscriber.id, reveal ? address.mailbox() : address.masked(), subscriber.edition,
                subscriber.language,
                subscriber.leadingLanguage, subscriber.discreet, subscriber.status, subscriber.statusSince,
                subscriber.bouncedAt, subscriber.bouncedRelay, subscriber.bouncedReply,
                new Consent(subscriber.consentSource, subscriber.consentText, subscriber.consentLanguage,
                        subscriber.subscribedAt,
                        subscriber.confirmedAt, subscriber.confirmedText),
                subscriber.version);
    }
}
