package org.viestka.admin;

import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Version;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** A person who signs in. */
@Entity
public class Account extends PanacheEntityBase {

    @Id
    public UUID id;
    /** Folded, see {@link #fold}. */
    public String name;
    /** bcrypt, in the modular crypt format. Null for who comes by the newsroom's OpenID provider alone. */
    public String passwordHash;
    @Enumerated(EnumType.STRING)
    public Role role;
    public boolean disabled;
    public Instant createdAt;
    @Version
    public int version;

    static Account create(String name, String passwordHash, Role role, Instant now) {
        var account = new Account();
        account.id = UUID.randomUUID();
        account.name = fold(name);
        account.passwordHash = passwordHash;
        account.role = role;
        account.createdAt = now;
        return account;
    }

    /** What is null stays as it is. */
    void change(String newPasswordHash, Role newRole, Boolean newDisabled) {
        passwordHash = newPasswordHash == null ? passwordHash : newPasswordHash;
        role = newRole == null ? role : newRole;
        disabled = newDisabled == null ? disabled : newDisabled;
    }

    /** Whether this admin can sign in whatever becomes of the OpenID provider. */
    boolean isEnabledAdmin() {
        return role == Role.ADMIN && !disabled && passwordHash != null;
    }

    /** Saves a new account unless its name is taken, also by another node in this moment; says whether it did. */
    boolean insertIfNew() {
        return getEntityManager().createNativeQuery("INSERT INTO account (id, name, password_hash, role, disabled, created_at,"
                + " version) VALUES (?1, ?2, cast(?3 as text), ?4, ?5, ?6, 0) ON CONFLICT (name) DO NOTHING")
                .setParameter(1, id).setParameter(2, name).setParameter(3, passwordHash).setParameter(4, role.name())
                .setParameter(5, disabled).setParameter(6, createdAt).executeUpdate() == 1;
    }

    /** Two people whose names differ in case alone would be one too many for whoever reads the audit trail. */
    static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    static Optional<Account> findByName(String name) {
        return find("name", fold(name)).firstResultOptional();
    }

    /** Locked until the transaction ends. */
    static Optional<Account> findForChange(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    static PanacheQuery<Account> findInOrder() {
        return find("order by name");
    }

    /**
     * Locks them until the transaction ends, so that two admins who demote each other at once leave one. Call it before any
     * account is read: what was read before the lock may be stale.
     */
    static List<Account> lockEnabledAdmins() {
        return Account.<Account>find("role = ?1 and not disabled and passwordHash is not null order by id", Role.ADMIN)
                .withLock(LockModeType.PESSIMISTIC_WRITE).list();
    }
}
