package org.viestka.subscriber;

import java.time.Duration;
import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.viestka.vault.Vault;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/**
 * How many mails to confirm went to an address, by a keyed hash of it. Kept apart from subscribers: a sign-up that nobody
 * confirms is forgotten, but not that its address has had its three mails.
 */
@Entity
public class ConfirmationCount extends PanacheEntityBase {

    private static final Duration EVERY = Duration.ofHours(24);
    private static final int MOST = 3;

    @Id
    public byte[] hash;
    public int mailed;
    public Instant mailedAt;

    /** Takes one of the mails that an address may get. False when one was within a day, or three were in vain. */
    static boolean take(Address address, Vault vault, Instant now) {
        return getEntityManager().createNativeQuery("INSERT INTO confirmation_count AS c (hash, mailed, mailed_at)"
                + " VALUES (?1, 1, ?2) ON CONFLICT (hash) DO UPDATE SET mailed = c.mailed + 1, mailed_at = excluded.mailed_at"
                + " WHERE c.mailed < ?3 AND c.mailed_at <= ?4").setParameter(1, hash(address, vault)).setParameter(2, now)
                .setParameter(3, MOST).setParameter(4, now.minus(EVERY)).executeUpdate() == 1;
    }

    /** The mails were not in vain: three more may come some day, the first a day after the last. */
    static void reset(Address address, Vault vault) {
        update("mailed = 0 where hash = ?1", hash(address, vault));
    }

    static void forget(Address address, Vault vault) {
        delete("hash in ?1", vault.suppressionHashes(address.folded()));
    }

    public static int of(Address address, Vault vault) {
        return ConfirmationCount.<ConfirmationCount>findByIdOptional(hash(address, vault)).map(count -> count.mailed).orElse(0);
    }

    /** Forgets the counts that no longer hold anything up. */
    public static long forgetSettled(Instant now) {
        return delete("mailed = 0 and mailedAt <= ?1", now.minus(EVERY));
    }

    /** The one it is counted by, which may be of a former key; who is not counted yet will be by the key of now. */
    private static byte[] hash(Address address, Vault vault) {
        var hashes = vault.suppressionHashes(address.folded());
        return ConfirmationCount.<ConfirmationCount>find("hash in ?1 order by mailedAt desc", hashes).firstResultOptional()
                .map(count -> count.hash).orElse(hashes.get(0));
    }
}
