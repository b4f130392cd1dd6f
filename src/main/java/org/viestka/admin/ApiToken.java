package org.viestka.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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

    // Often enough to tell a forgotten token, seldom enough not to write on every call.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    @Id
    public UUID id;
    public String name;
    /** SHA-256 of the token. It has 256 random bits, so nothing slower is needed. */
    public byte[] hash;
    @Enumerated(EnumType.STRING)
    public Role role;
    /** Who made it. */
    public String createdBy;
    public Instant createdAt;
    /** Null: never. */
    public Instant expiresAt;
    /** To the minute; null: never used. */
    public Instant lastUsedAt;

    /** A new token, not yet saved. */
    static ApiToken create(String name, String secret, Role role, Instant expiresAt, String createdBy, Instant now) {
        var token = new ApiToken();
        token.id = UUID.randomUUID();
        token.name = name;
        token.hash = hash(secret);
        token.role = role;
        token.createdBy = createdBy;
        token.createdAt = now;
        token.expiresAt = expiresAt;
        return token;
    }

    /** A new secret. The prefix lets scanners find one that was committed by mistake. */
    static String makeUp() {
        var octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        return "viestka_" + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** What the audit trail calls it. No user is called so: their names have no colon. */
    String actor() {
        return "token:" + name;
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
                + " expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as timestamptz)) ON CONFLICT (name) DO NOTHING")
                .setParameter(1, id).setParameter(2, name).setParameter(3, hash).setParameter(4, role.name())
                .setParameter(5, createdBy).setParameter(6, createdAt).setParameter(7, expiresAt).executeUpdate() == 1;
    }

    static Optional<ApiToken> findByToken(String token) {
        return find("hash", hash(token)).firstResultOptional();
    }

    static PanacheQuery<ApiToken> findInOrder() {
        return find("order by name");
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
