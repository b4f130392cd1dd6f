package org.viestka.subscriber;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.viestka.vault.Vault;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/**
 * An address that must never be written to again, whatever is imported later: a keyed hash, nothing else. Where a mailbox or a
 * complaint caused it, its reader alone undoes it, by a sign-up that they confirm; what somebody asked for stays until an admin
 * takes it away.
 */
@Entity
public class Suppression extends PanacheEntityBase {

    /** Why. */
    public enum Reason {
        /** The reader wants never to be written to again, or was erased by an admin who leaves it at that. */
        @JsonProperty("requested")
        REQUESTED, @JsonProperty("bounced")
        BOUNCED, @JsonProperty("complained")
        COMPLAINED,
        /** An admin says so. */
        @JsonProperty("manual")
        MANUAL;

        private static final List<Reason> UNDONE_BY_READER = List.of(BOUNCED, COMPLAINED);

        boolean isForGood() {
            return !UNDONE_BY_READER.contains(this);
        }
    }

    @Id
    public byte[] hash;
    @Enumerated(EnumType.STRING)
    public Reason reason;
    public Instant since;

    /** Lists an address. Where it is listed, under whatever key, only a reason that is for good changes one that is not. */
    public static void add(Address address, Reason reason, Vault vault, Instant now) {
        var listed = findByAddress(address, vault);
        if (listed.isPresent()) {
            if (reason.isForGood() && !listed.get().reason.isForGood()) {
                listed.get().reason = reason;
            }
            return;
        }
        getEntityManager()
                .createNativeQuery("INSERT INTO suppression (hash, reason, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                .setParameter(1, vault.suppressionHash(address.folded())).setParameter(2, reason.name()).setParameter(3, now)
                .executeUpdate();
    }

    public static Optional<Suppression> findByAddress(Address address, Vault vault) {
        return find("hash in ?1 order by since", vault.suppressionHashes(address.folded())).firstResultOptional();
    }

    /** Whether the reader's own wish undoes nothing: not even a mail to confirm goes there. */
    public static boolean isForGood(Address address, Vault vault) {
        return findByAddress(address, vault).filter(listed -> listed.reason.isForGood()).isPresent();
    }

    /** The reader of the address has proved that they want to be written to. */
    static void undoByReader(Address address, Vault vault) {
        delete("hash in ?1 and reason in ?2", vault.suppressionHashes(address.folded()), Reason.UNDONE_BY_READER);
    }

    /** Takes an address off the list. False when it was not on it. */
    static boolean remove(Address address, Vault vault) {
        return delete("hash in ?1", vault.suppressionHashes(address.folded())) > 0;
    }
}
