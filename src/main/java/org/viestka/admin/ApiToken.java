package org.viestka.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** A machine that signs in. */
@Entity
public class ApiToken extends PanacheEntityBase {

    static final String PREFIX = "viestka_";

    // Often enough to tell a forgotten token, seldom enough not to write on every call.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    @Id
    public UUID id;
    public String name;
    /** Of the secret, see {@link OpaqueTokens}. */
    public byte[] hash;
    @Enumerated(EnumType.STRING)
    public Role role;
    /** Whose it is: it lets nobody in when that user may not come in. Null only for some of former times. */
    public UUID accountId;
    /** Who made it: that user, or another token of theirs. */
    public String createdBy;
    public Instant createdAt;
    /** Null: never. */
    public Instant expiresAt;
    /** To the minute; null: never used. */
    public Instant lastUsedAt;

    /** A new token, not yet saved. */
    static ApiToken create(String name, String secret, Role role, Instant expiresAt, Actor maker, Instant now) {
        var token = new ApiToken();
        token.id = UUID.randomUUID();
        token.name = name;
        token.hash = OpaqueTokens.hash(secret);
        token.role = role;
        token.accountId = maker.account();
        token.createdBy = maker.name();
        token.createdAt = now;
        token.expiresAt = expiresAt;
        return token;
    }

    /** What the audit trail calls it. No user is called so: their names have no colon. */
    private String actor() {
        return "token:" + name;
    }

    /** It, with no more than its user may do now. Empty when that is nothing, or when that user may not come in. */
    Optional<Actor> actorFor(Optional<Account> user) {
        if (accountId != null && user.filter(found -> !found.disabled).isEmpty()) {
            return Optional.empty();
        }
        var allowed = user.map(found -> found.role.common(role)).orElse(Optional.of(role));
        return allowed.map(may -> new Actor(id, accountId, actor(), may, Actor.Means.TOKEN));
    }

    boolean isValidAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    void noteUse(Instant now) {
        if (lastUsedAt == null || !now.isBefore(lastUsedAt.plus(USE_NOTED_EVERY))) {
            // One statement of its own: many calls at once must not fail for it.
            update("lastUsedAt = ?1 where id = ?2", now, id);
        }
    }

    /** Saves a new token unless its name is taken, also by another node in this moment; says whether it did. */
    boolean insertIfNew() {
        return getEntityManager().createNativeQuery("INSERT INTO api_token (id, name, hash, role, created_by, created_at,"
                + " expires_at, account_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as timestamptz), cast(?8 as uuid))"
                + " ON CONFLICT (name) DO NOTHING")
                .setParameter(1, id).setParameter(2, name).setParameter(3, hash).setParameter(4, role.name())
                .setParameter(5, createdBy).setParameter(6, createdAt).setParameter(7, expiresAt).setParameter(8, accountId)
                .executeUpdate() == 1;
    }

    static Optional<ApiToken> findByToken(String token) {
        return find("hash", OpaqueTokens.hash(token)).firstResultOptional();
    }

    static PanacheQuery<ApiToken> findInOrder() {
        return find("order by name");
    }
}
