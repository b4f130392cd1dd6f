package org.viestka.subscriber;

import java.time.Duration;
import java.time.Instant;
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

/**
 * An address with one edition, a status, and the evidence of consent. Triggers watch its rows:
 * {@code R__subscriber_triggers.sql} counts them, {@code R__statistics_triggers.sql} notes their movements, and
 * {@code R__webhook_triggers.sql} tells other systems; {@code R__delivery_triggers.sql} makes the ledger's rows of an erased one nobody's.
 */
@Entity
public class Subscriber extends PanacheEntityBase {

    private static final Duration PREFERENCES_EVERY = Duration.ofMinutes(10);
    // As long as the link in it works.
    private static final Duration OWN_DATA_EVERY = Duration.ofHours(1);

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
    /** Mail names the publication nowhere that a passer-by sees. */
    public boolean discreet;
    @Enumerated(EnumType.STRING)
    public SubscriberStatus status;
    public Instant statusSince;
    /** When the address was marked as bounced; this and the next two are null in every other status. */
    public Instant bouncedAt;
    /** The relay that refused it, or the mail server that reported the failure. */
    public String bouncedRelay;
    /** The last reply about it, without addresses. */
    public String bouncedReply;
    @Enumerated(EnumType.STRING)
    public ConsentSource consentSource;
    /** Which wording was shown: a version of {@link ConsentText}; null where it was not ours. */
    public String consentText;
    public String consentLanguage;
    /** When it was asked for. */
    public Instant subscribedAt;
    public Instant confirmedAt;
    /** The wording of the page on which it was confirmed. */
    public String confirmedText;
    /** A wish of somebody who is gone; it counts from the moment it is confirmed. Null where there is none. */
    @Enumerated(EnumType.STRING)
    public ConsentSource askedSource;
    public String askedText;
    public String askedLanguage;
    /** Key of the edition. */
    public String askedEdition;
    public String askedLeadingLanguage;
    public Instant askedAt;
    public Instant confirmationMailedAt;
    public Instant preferencesMailedAt;
    public Instant ownDataMailedAt;
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

    /**
     * Somebody asks to be mailed, perhaps not the reader: what a reader chose and agreed to before stays until they confirm. The
     * language of the form comes first where the edition has it.
     */
    public void ask(SignUp wish, Edition chosen, Instant now) {
        // A stranger must not make the next mail less discreet than its reader wanted it.
        discreet |= wish.discreet;
        if (status == SubscriberStatus.PENDING) {
            choose(chosen, wish.language, now);
            language = wish.language;
            agree(wish.source, wish.consentText, wish.language, wish.askedAt);
        } else {
            askedSource = wish.source;
            askedText = wish.consentText;
            askedLanguage = wish.language;
            askedEdition = chosen.key();
            askedLeadingLanguage = leading(chosen, wish.language);
            askedAt = wish.askedAt;
            updatedAt = now;
        }
    }

    /** The edition that a mail to confirm is about. */
    public String wishedEdition() {
        return askedEdition == null || !status.isGone() ? edition : askedEdition;
    }

    /** The language of a mail to confirm and of what its link leads to. */
    public String wishedLanguage() {
        return askedLanguage == null || !status.isGone() ? language : askedLanguage;
    }

    /**
     * The reader proved that the address is theirs and wants the mailings: what a complaint or a bounce brought about is over.
     * Pausing is not undone by it.
     *
     * @param text the version of the wording next to the button; null where there was none
     */
    public void confirm(String text, Vault vault, Instant now) {
        ConfirmationCount.reset(address(vault), vault);
        if (status.isConfirmable()) {
            Suppression.undoByReader(address(vault), vault);
            if (askedAt != null) {
                edition = wishedEdition();
                leadingLanguage = askedLeadingLanguage;
                language = wishedLanguage();
                agree(askedSource, askedText, askedLanguage, askedAt);
                forgetWish();
            }
            confirmedAt = now;
            confirmedText = text;
            become(SubscriberStatus.ACTIVE, now);
        }
    }

    private void forgetWish() {
        askedSource = null;
        askedText = null;
        askedLanguage = null;
        askedEdition = null;
        askedLeadingLanguage = null;
        askedAt = null;
    }

    private void agree(ConsentSource source, String text, String shownIn, Instant when) {
        consentSource = source;
        consentText = text;
        consentLanguage = shownIn;
        subscribedAt = when;
    }

    /** Does nothing where the reader has said no already. Who only bounced must not be set active again after it. */
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

    /** The reader wants the mailings again, after a pause or though mail to them came back. */
    public void resume(Instant now) {
        if (status == SubscriberStatus.PAUSED || status == SubscriberStatus.BOUNCED) {
            become(SubscriberStatus.ACTIVE, now);
        }
    }

    /**
     * Mail to the address comes back: nothing more is sent.
     *
     * @param relay who refused it or reported the failure; null where nobody knows
     * @param reply the last reply, without addresses; null where nobody knows
     */
    public void bounce(String relay, String reply, Instant now) {
        become(SubscriberStatus.BOUNCED, now);
        bouncedRelay = relay;
        bouncedReply = reply;
    }

    /** @param leading the language that comes first; null or one that the edition does not have means the edition's own order */
    public void choose(Edition chosen, String leading, Instant now) {
        edition = chosen.key();
        leadingLanguage = leading(chosen, leading);
        updatedAt = now;
    }

    private static String leading(Edition edition, String language) {
        return language != null && edition.languages().contains(language) ? language : null;
    }

    /** Has a link to confirm mailed, unless one was within a day or three were in vain: nobody is bombed through our form. */
    public void askToConfirm(Vault vault, Instant now) {
        if (ConfirmationCount.take(address(vault), vault, now)) {
            confirmationMailedAt = now;
            OutboxRow.add(this, OutboxRow.Kind.CONFIRM, now);
        }
    }

    /** Has a link to the preferences mailed to a reader of ours, unless one was within ten minutes. */
    public void askForPreferences(Instant now) {
        boolean early = preferencesMailedAt != null && now.isBefore(preferencesMailedAt.plus(PREFERENCES_EVERY));
        if (!early && hasPreferences()) {
            preferencesMailedAt = now;
            OutboxRow.add(this, OutboxRow.Kind.PREFERENCES, now);
        }
    }

    /** Whether there are settings to be changed; also after a bounce, since a link is asked for by a mail that did arrive. */
    public boolean hasPreferences() {
        return status == SubscriberStatus.ACTIVE || status == SubscriberStatus.PAUSED || status == SubscriberStatus.BOUNCED;
    }

    /** Has a link to the reader's own data mailed, also to one who left, unless one was within the hour. */
    public void askForOwnData(Instant now) {
        boolean early = ownDataMailedAt != null && now.isBefore(ownDataMailedAt.plus(OWN_DATA_EVERY));
        if (!early && hasOwnData()) {
            ownDataMailedAt = now;
            OutboxRow.add(this, OutboxRow.Kind.OWN_DATA, now);
        }
    }

    /** Whether a reader has proved that the address is theirs and did not complain of our mail. */
    public boolean hasOwnData() {
        return hasPreferences() || status == SubscriberStatus.UNSUBSCRIBED;
    }

    /** Erases the row and keeps the address from being written to, for the reason that there was already: see {@link Suppression}. */
    public void eraseAndSuppress(Vault vault, Instant now) {
        Suppression.add(address(vault), switch (status) {
            case BOUNCED -> Suppression.Reason.BOUNCED;
            case COMPLAINED -> Suppression.Reason.COMPLAINED;
            case PENDING, ACTIVE, PAUSED, UNSUBSCRIBED -> Suppression.Reason.REQUESTED;
        }, vault, now);
        erase(false, vault, now);
    }

    /**
     * Forgets the reader: row, consent, waiting mails, and who the ledger's rows were about.
     *
     * @param never the reader wants nobody ever to write to the address again: a keyed hash is kept for that
     */
    public void erase(boolean never, Vault vault, Instant now) {
        var mailbox = address(vault);
        if (never) {
            Suppression.add(mailbox, Suppression.Reason.REQUESTED, vault, now);
        }
        ConfirmationCount.forget(mailbox, vault);
        SignUp.delete("addressFolded in ?1", vault.foldedSeals(mailbox.folded()));
        delete();
    }

    public void become(SubscriberStatus next, Instant now) {
        status = next;
        statusSince = now;
        updatedAt = now;
        bouncedAt = next == SubscriberStatus.BOUNCED ? now : null;
        bouncedRelay = null;
        bouncedReply = null;
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

    /** Forgets the wishes of those who are gone that were asked for before a time and never confirmed. */
    public static long forgetUnconfirmedWishes(Instant before) {
        return update("askedSource = null, askedText = null, askedLanguage = null, askedEdition = null,"
                + " askedLeadingLanguage = null, askedAt = null where askedAt <= ?1", before);
    }

    /**
     * Forgets some of those who were asked before a time and have not confirmed. Whose mail is still to be sent is spared.
     *
     * @return how many
     */
    public static int forgetUnconfirmed(Instant before, int most) {
        return getEntityManager().createNativeQuery("DELETE FROM subscriber WHERE id IN (SELECT id FROM subscriber s"
                + " WHERE status = 'PENDING' AND status_since <= ?1"
                + " AND (confirmation_mailed_at IS NULL OR confirmation_mailed_at <= ?1)"
                + " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subscriber_id = s.id)"
                + " ORDER BY status_since LIMIT ?2 FOR UPDATE SKIP LOCKED)").setParameter(1, before).setParameter(2, most)
                .executeUpdate();
    }

    public static long count(String edition, SubscriberStatus status) {
        return count("edition = ?1 and status = ?2", edition, status);
    }
}
