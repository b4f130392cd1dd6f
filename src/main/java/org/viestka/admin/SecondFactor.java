package org.viestka.admin;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** The secret that a person's telephone shows codes of (TOTP, RFC 6238). */
@Entity
public class SecondFactor extends PanacheEntityBase {

    @Id
    public UUID accountId;
    /** Sealed by the vault. */
    public byte[] secret;
    public Instant createdAt;
    /** Null until a first code has shown that the telephone has it. */
    public Instant confirmedAt;
    /** Of the last code that was taken: 30 seconds each, since 1970. */
    public long lastStep;

    /** A new one, not yet saved and not yet asked for. */
    static SecondFactor create(UUID account, byte[] sealed, Instant now) {
        var factor = new SecondFactor();
        factor.accountId = account;
        factor.secret = sealed;
        factor.createdAt = now;
        return factor;
    }

    boolean isActive() {
        return confirmedAt != null;
    }

    /** Uses up a code and all before it. False when that was done already, also by another node in this moment. */
    boolean use(long step) {
        return update("lastStep = ?1 where accountId = ?2 and lastStep < ?1", step, accountId) == 1;
    }

    static Optional<SecondFactor> findActive(UUID account) {
        return find("accountId = ?1 and confirmedAt is not null", account).firstResultOptional();
    }

    static Optional<SecondFactor> findForChange(UUID account) {
        return find("accountId", account).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** Which of these users are asked for a code. */
    static Set<UUID> findActiveAmong(Collection<UUID> accounts) {
        return SecondFactor.<SecondFactor>stream("accountId in ?1 and confirmedAt is not null", accounts)
                .map(factor -> factor.accountId).collect(Collectors.toSet());
    }
}
