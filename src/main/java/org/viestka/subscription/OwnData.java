package org.viestka.subscription;

import java.time.Instant;
import java.util.List;

import org.viestka.delivery.SubscriberDeliveries;
import org.viestka.subscriber.ConfirmationCount;
import org.viestka.subscriber.ConsentText;
import org.viestka.subscriber.OutboxRow;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberView;
import org.viestka.subscriber.Suppression;
import org.viestka.subscriber.SuppressionResource;
import org.viestka.vault.Vault;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * All that is held about one person.
 *
 * @param consentTexts the wordings that the consent names, whole
 * @param suppression null where the address is not suppressed
 * @param waitingMails single mails that are still to be sent
 * @param deliveries mailings to this reader, as far as they are not yet reduced to counts
 */
public record OwnData(@JsonUnwrapped SubscriberView subscriber, int confirmationsMailed, Instant confirmationMailedAt,
        Instant preferencesMailedAt, Instant ownDataMailedAt, Instant updatedAt, List<Wording> consentTexts,
        SuppressionResource.View suppression, List<WaitingMail> waitingMails,
        List<SubscriberDeliveries.Received> deliveries) {

    record Wording(String version, String language, String wording, Instant firstShownAt) {

        static Wording of(ConsentText text) {
            return new Wording(text.version, text.language, text.wording, text.firstShownAt);
        }
    }

    record WaitingMail(OutboxRow.Kind kind, Instant createdAt, int attempts) {}

    /** Within a transaction. */
    public static OwnData of(Subscriber subscriber, Vault vault) {
        return new OwnData(SubscriberView.of(subscriber, vault, true), ConfirmationCount.of(subscriber.address(vault), vault),
                subscriber.confirmationMailedAt, subscriber.preferencesMailedAt, subscriber.ownDataMailedAt,
                subscriber.updatedAt, ConsentText.findOf(subscriber).stream().map(Wording::of).toList(),
                Suppression.findByAddress(subscriber.address(vault), vault).map(SuppressionResource.View::of).orElse(null),
                OutboxRow.findOf(subscriber).stream().map(row -> new WaitingMail(row.kind, row.createdAt, row.attempts))
                        .toList(),
                SubscriberDeliveries.find(subscriber.id));
    }
}
