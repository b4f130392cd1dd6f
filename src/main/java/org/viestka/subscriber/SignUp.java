package org.viestka.subscriber;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;

import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;
import org.viestka.vault.Vault;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A sign-up as it came, before anybody has looked whether its address is known. Gone within seconds. */
@Entity
public class SignUp extends PanacheEntityBase {

    private static final int MOST_ATTEMPTS = 3;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;
    /** Sealed, both ways, as in {@link Subscriber}. */
    public byte[] address;
    public byte[] addressFolded;
    /** Key of the edition. */
    public String edition;
    public String language;
    public boolean discreet;
    @Enumerated(EnumType.STRING)
    public ConsentSource source;
    /** The version of the wording that was shown; null where it was not ours. */
    public String consentText;
    public Instant askedAt;
    public int attempts;

    /** A new one, not yet saved. */
    public static SignUp of(Address address, String edition, String language, boolean discreet, ConsentSource source,
            Vault vault, Instant now) {
        var signUp = new SignUp();
        signUp.address = vault.seal(address.mailbox());
        signUp.addressFolded = vault.sealFolded(address.folded());
        signUp.edition = edition;
        signUp.language = language;
        signUp.discreet = discreet;
        signUp.source = source;
        signUp.askedAt = now;
        return signUp;
    }

    /** Opens the address. Hold it no longer than it takes to use it, and log it never. */
    public Address address(Vault vault) {
        return Address.ofMailbox(vault.open(address));
    }

    /** The next one that no other node is just taking, and that has not failed again and again. */
    public static Optional<SignUp> findWaitingForClaim() {
        return find("attempts < ?1 order by id", MOST_ATTEMPTS).withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI).firstResultOptional();
    }

    /** Those for the same address, this one among them, the latest last. */
    public List<SignUp> findForSameAddress() {
        return find("addressFolded = ?1 order by id", addressFolded).withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI).list();
    }

    public static void noteFailure(long id) {
        update("attempts = attempts + 1 where id = ?1", id);
    }

    /** Forgets those that came before a time and could not be taken. */
    public static long forgetFailed(Instant before) {
        return delete("attempts >= ?1 and askedAt <= ?2", MOST_ATTEMPTS, before);
    }
}
