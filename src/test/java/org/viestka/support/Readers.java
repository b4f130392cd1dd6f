package org.viestka.support;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.vault.Vault;

import io.quarkus.arc.Unremovable;

/** Subscribers without their road. */
@Singleton
@Unremovable
public class Readers {

    @Inject
    Vault vault;

    @Inject
    Clock clock;

    /** An active one. The id of the row. */
    public UUID subscribe(String address, String edition) {
        return add(address, edition, SubscriberStatus.ACTIVE);
    }

    @Transactional
    public UUID add(String address, String edition, SubscriberStatus status) {
        var subscriber = Subscriber.create(Address.parse(address).address().orElseThrow(), edition,
                edition.equals("en") ? "en" : "be",
                status, ConsentSource.FORM, vault, clock.instant());
        subscriber.persist();
        return subscriber.id;
    }

    /** {@code reader1@edition.example.org} and so on. */
    @Transactional
    public List<UUID> subscribe(int count, String edition) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> subscribe("reader" + i + "@" + edition + ".example.org", edition))
                .toList();
    }

    @Transactional
    public void become(UUID id, SubscriberStatus status) {
        Subscriber.<Subscriber>findById(id).become(status, clock.instant());
    }

    @Transactional
    public void leadBy(UUID id, String language) {
        Subscriber.<Subscriber>findById(id).leadingLanguage = language;
    }

    /** Lists the address alone, as if its subscriber had come in another way. */
    @Transactional
    public void suppress(String address) {
        var parsed = Address.parse(address).address().orElseThrow();
        var suppression = new Suppression();
        suppression.hash = vault.suppressionHash(parsed.folded());
        suppression.reason = Suppression.Reason.MANUAL;
        suppression.since = clock.instant();
        suppression.persist();
    }
}
