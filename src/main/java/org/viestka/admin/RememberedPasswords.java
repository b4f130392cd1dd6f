package org.viestka.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which password was right a moment ago, so that a client that sends it with each call costs one bcrypt a minute. Kept as a
 * hash under a key that dies with the process; a new password hash in the row makes it worthless.
 */
@ApplicationScoped
class RememberedPasswords {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final SecretKeySpec key;
    private final Map<UUID, Remembered> byAccount = new ConcurrentHashMap<>();

    private record Remembered(byte[] mac, Instant until) {}

    RememberedPasswords() {
        var octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        key = new SecretKeySpec(octets, "HmacSHA256");
    }

    boolean knows(Account account, String password, Instant now) {
        var remembered = byAccount.get(account.id);
        return remembered != null && account.passwordHash != null && now.isBefore(remembered.until)
                && MessageDigest.isEqual(remembered.mac, mac(account, password));
    }

    void remember(Account account, String password, Instant now) {
        byAccount.values().removeIf(remembered -> !now.isBefore(remembered.until));
        byAccount.put(account.id, new Remembered(mac(account, password), now.plus(KEPT)));
    }

    private byte[] mac(Account account, String password) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(account.passwordHash.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
