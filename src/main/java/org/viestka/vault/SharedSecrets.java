package org.viestka.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that somebody's telephone has too (RFC 6238), sealed with the keys of tokens, which no rotation retires. The owner is
 * sealed in: a row that is copied to somebody else's opens nothing.
 */
@ApplicationScoped
public class SharedSecrets {

    /** As long as the hash, SHA-1, which is the one that all authenticator apps know (RFC 4226 §4 R6). */
    private static final int OCTETS = 20;

    private final Vault vault;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SharedSecrets(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A new secret.
     *
     * @param base32 for its owner, shown once (RFC 4648 §6)
     * @param sealed for the database
     */
    public record New(String base32, byte[] sealed) {}

    public New create(UUID owner) {
        var octets = new byte[OCTETS];
        random.nextBytes(octets);
        try {
            var tokens = vault.keys().tokens;
            return new New(Base32.encode(octets).toUpperCase(Locale.ROOT),
                    tokens.get(tokens.idAt(clock.instant())).encryptDeterministically(octets, context(owner)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /** @throws UnusableKeysetException when the key file does not have the key, or the secret is another owner's */
    public Key open(UUID owner, byte[] sealed) {
        try {
            return new SecretKeySpec(
                    vault.keys().tokens.get(Keys.idOf(sealed)).decryptDeterministically(sealed, context(owner)), "HmacSHA1");
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysetException("The secret of a second factor cannot be opened: it was changed, or belongs to"
                    + " another user or another key file. An admin can remove it: DELETE /api/users/ID/second-factor");
        }
    }

    private static byte[] context(UUID owner) {
        return ("second factor of " + owner).getBytes(StandardCharsets.US_ASCII);
    }
}
