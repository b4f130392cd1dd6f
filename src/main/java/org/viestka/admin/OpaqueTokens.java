package org.viestka.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of 99 random bits or more, of which only a hash is kept. */
final class OpaqueTokens {

    private OpaqueTokens() {}

    /** A new secret of 256 bits. The prefix lets scanners find one that was committed by mistake. */
    static String makeUp(String prefix) {
        var octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** SHA-256: of so many random bits nothing slower is needed. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
