package org.viestka.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Version;

import org.hibernate.exception.ConstraintViolationException;
import org.viestka.publication.Edition;
import org.viestka.vault.Vault;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** An address with one edition, a status, and the evidence of consent. */
@Entity
public class Subscriber extends PanacheEntityBase {

    private static final Duration CONFIRMATION_EVERY = Duration.ofHours(24);
    private static final int MOST_CONFIRMATIONS = 3;
    private static final Duration PREFERENCES_EVERY = Duration.ofMinutes(10);

    @Id
    public UUID id;
    // Only a rotation of keys writes these two again; whoever read the row before must not write them back.
    /** Sealed as typed; {@link #address(Vault)} opens it. */
    @Column(updatable = false)
    public byte[] address;
    /** Sealed as folded: equal addresses are equal here, under one key. */
    @Column(updatable = false)
    public byte[] addressFolded;
    /** Key of the edition. */
    public String edition;
    /** BCP 47 tag of pages and single mails to this reader. */
    public String language;
    /** The language of the edition that comes first for this reader; null for the edition's own order. */
    public String leadingLanguage;
    @Enumerated(EnumType.STRING)
    public SubscriberStatus status;
    public Instant statusSince;
    @Enumerated(EnumType.STRING)
    public ConsentSource consentSource;
    /** Which text was shown, by name and version. */
    public String consentText;
    public String consentLanguage;
    public Instant subscribedAt;
    public Instant confirmedAt;
    /** Since the last confirmation. */
    public int confirmationsMailed;
    public Instant confirmationMailedAt;
    public Instant preferencesMailedAt;
    public Instant updatedAt;
    @Version
    public int version;

    /** A new subscriber, not yet saved. */
    public static Subscriber create(Address address, String edition, String language, SubscriberStatus status,
            ConsentSource source, Vault vault, Instant now) {
        var subscriber = new Subscriber();
        subscriber.id = UUID.randomUUID();
        subscriber.address = vault.seal(address.mailbox());
        subscriber.addressFolded = vault.sealFolded(address.folded());
        subscriber.edition = edition;
        subscriber.language = language;
        subscriber.consentSource = source;
        subscriber.consentLanguage = language;
        subscriber.subscribedAt = now;
        subscriber.become(status, now);
        if (status == SubscriberStatus.ACTIVE) {
            subscriber.confirmedAt = now;
        }
        return subscriber;
    }

    /** Opens the address. Hold it no longer than it takes to use it, and log it never. */
    public Address address(Vault vault) {
        return Address.ofMailbox(vault.open(address));
    }

    /** The reader proved that the address is theirs and wants the mailings; pausing is not undone by it. */
    public void confirm(Instant now) {
        confirmationsMailed = 0;
        if (status != SubscriberStatus.ACTIVE && status != SubscriberStatus.PAUSED) {
            confirmedAt = now;
            become(SubscriberStatus.ACTIVE, now);
        }
    }

    /** Does nothing where the reader or their mailbox has said no already. */
    public void unsubscribe(Instant now) {
        if (!status.isOptOut()) {
            become(SubscriberStatus.UNSUBSCRIBED, now);
        }
    }

    /** Stops the mailings until {@link #resume}; only an active subscriber can pause. */
    public void pause(Instant now) {
        if (status == SubscriberStatus.ACTIVE) {
            become(SubscriberStatus.PAUSED, now);
        }
    }

    public void resume(Instant now) {
        if (status == SubscriberStatus.PAUSED) {
            become(SubscriberStatus.ACTIVE, now);
        }
    }

    /** @param leading the language that comes first; null or one that the edition does not have means the edition's own order */
    public void choose(Edition chosen, String leading, Instant now) {
        edition = chosen.key();
        leadingLanguage = leading != null && chosen.languages().contains(leading) ? leading : null;
        updatedAt = now;
    }

    /** Has a link to confirm mailed, unless one was within a day or three were in vain: nobody is bombed through our form. */
    public void askToConfirm(Instant now) {
        boolean early = confirmationMailedAt != null && now.isBefore(confirmationMailedAt.plus(CONFIRMATION_EVERY));
        if (!early && confirmationsMailed < MOST_CONFIRMATIONS) {
            confirmationsMailed++;
            confirmationMailedAt = now;
            OutboxRow.add(this, OutboxRow.Kind.CONFIRM, now);
        }
    }

    /** Has a link to the preferences mailed to a reader of ours, unless one was within ten minutes. */
    public void askForPreferences(Instant now) {
        boolean early = preferencesMailedAt != null && now.isBefore(preferencesMailedAt.plus(PREFERENCES_EVERY));
        if (!early && (status == SubscriberStatus.ACTIVE || status == SubscriberStatus.PAUSED)) {
            preferencesMailedAt = now;
            OutboxRow.add(this, OutboxRow.Kind.PREFERENCES, now);
        }
    }

    public void become(SubscriberStatus next, Instant now) {
        status = next;
        statusSince = now;
        updatedAt = now;
    }

    /** The ledger's rows about this reader. The ledger knows subscribers, not the other way round: hence no entity. */
    List<OwnData.Received> findDeliveries() {
        return getSession().createNativeQuery(
                "SELECT week, language, state, attempts, done_at FROM delivery WHERE subscriber_id = ?1 ORDER BY week",
                Object[].class).setParameter(1, id).addScalar("week", String.class).addScalar("language", String.class)
                .addScalar("state", String.class).addScalar("attempts", Integer.class).addScalar("done_at", Instant.class)
                .getResultStream().map(row -> new OwnData.Received((String) row[0], (String) row[1], (String) row[2],
                        (Integer) row[3], (Instant) row[4]))
                .toList();
    }

    public static Optional<Subscriber> findByAddress(Address address, Vault vault) {
        return find("addressFolded in ?1", vault.foldedSeals(address.folded())).firstResultOptional();
    }

    /**
     * For a change: whoever wants to change it too waits until this transaction is over, then sees what it did. Whoever is not
     * found may be added in the same transaction.
     */
    public static Optional<Subscriber> findByAddressForChange(Address address, Vault vault) {
        vault.hold();
        return find("addressFolded in ?1", vault.foldedSeals(address.folded())).withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    public static Optional<Subscriber> findForChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Whether a failed transaction met another that saved the same address first. */
    public static boolean isTwin(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation
                    && "subscriber_address_is_unique".equals(violation.getConstraintName())) {
                return true;
            }
        }
        return false;
    }

    public static long count(String edition, SubscriberStatus status) {
        return count("edition = ?1 and status = ?2", edition, status);
    }
}
