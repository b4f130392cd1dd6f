package org.viestka.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** What a person has for some hours in exchange for password and code. */
@Entity
public class Session extends PanacheEntityBase {

    static final String PREFIX = "viestka_session_";

    @Id
    public UUID id;
    public UUID accountId;
    /** Of the secret, see {@link OpaqueTokens}. */
    public byte[] hash;
    public Instant createdAt;
    public Instant expiresAt;

    /** A new session, not yet saved. */
    static Session create(UUID account, String secret, Instant now, Duration lifetime) {
        var session = new Session();
        session.id = UUID.randomUUID();
        session.accountId = account;
        session.hash = OpaqueTokens.hash(secret);
        session.createdAt = now;
        session.expiresAt = now.plus(lifetime);
        return session;
    }

    static Optional<Session> findValid(String secret, Instant now) {
        return find("hash = ?1 and expiresAt > ?2", OpaqueTokens.hash(secret), now).firstResultOptional();
    }

    static void deleteOf(UUID account) {
        delete("accountId", account);
    }

    static void deleteExpired(Instant now) {
        delete("expiresAt <= ?1", now);
    }
}
