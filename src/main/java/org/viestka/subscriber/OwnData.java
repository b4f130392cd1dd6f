package org.viestka.subscriber;

import java.time.Instant;
import java.util.List;

import org.viestka.vault.Vault;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * All that is held about one person.
 *
 * @param suppression null where the address is not suppressed
 * @param waitingMails single mails that are still to be sent
 * @param deliveries mailings to this reader, as far as they are not yet reduced to counts
 */
record OwnData(@JsonUnwrapped SubscriberView subscriber, int confirmationsMailed, Instant confirmationMailedAt,
        Instant preferencesMailedAt, Instant updatedAt, SuppressionResource.View suppression, List<WaitingMail> waitingMails,
        List<Received> deliveries) {

    record WaitingMail(OutboxRow.Kind kind, Instant createdAt, int attempts) {}

    record Received(String week, String language, String state, int attempts, Instant doneAt) {}

    static OwnData of(Subscriber subscriber, Vault vault) {
        return new OwnData(SubscriberView.of(subscriber, vault), subscriber.confirmationsMailed,
                subscriber.confirmationMailedAt, subscriber.preferencesMailedAt, subscriber.updatedAt,
                Suppression.findByAddress(subscriber.address(vault), vault).map(SuppressionResource.View::of).orElse(null),
                OutboxRow.findOf(subscriber).stream().map(row -> new WaitingMail(row.kind, row.createdAt, row.attempts))
                        .toList(),
                subscriber.findDeliveries());
    }
}
