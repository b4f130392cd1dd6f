package org.viestka.subscriber;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.viestka.vault.Vault;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** An address that must never be written to again, whatever is imported later: a keyed hash, nothing else. */
@Entity
public class Suppression extends PanacheEntityBase {

    /** Why. */
    public enum Reason {
        @JsonProperty("requested")
        REQUESTED, @JsonProperty("bounced")
        BOUNCED, @JsonProperty("complained")
        COMPLAINED, @JsonProperty("manual")
        MANUAL
    }

    @Id
    public byte[] hash;
    @Enumerated(EnumType.STRING)
    public Reason reason;
    public Instant since;

    /** Lists an address; does nothing where it is listed, under whatever key. */
    public static void add(Address address, Reason reason, Vault vault, Instant now) {
        if (findByAddress(address, vault).isPresent()) {
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

    /** Takes an address off the list. False when it was not on it. */
    static boolean remove(Address address, Vault vault) {
        return delete("hash in ?1", vault.suppressionHashes(address.folded())) > 0;
    }
}
