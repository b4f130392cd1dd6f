package org.viestka.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * What the envelope's sender says of a message (VERP), so that a report of its failure names the reader and the issue and nobody
 * else can: authenticated, sealed, the same each time, and in letters that survive relays that fold case.
 */
@ApplicationScoped
public class ReturnPath {

    /** Characters of every token: with {@code b+} before it, one less than a local part may have (RFC 5321 §4.5.3.1.1). */
    public static final int LENGTH = 61;

    /** Of a Tink key's prefix: the key's id; the octet before it is the same for all keys. */
    private static final byte START = 1;
    private static final int ID_OCTETS = 16;
    private static final int PLAIN_OCTETS = ID_OCTETS + Short.BYTES;
    /** The key's id, the SIV and what is sealed. */
    private static final int OCTETS = 4 + 16 + PLAIN_OCTETS;
    private static final byte[] CONTEXT = "return path".getBytes(StandardCharsets.US_ASCII);
    private static final int WEEK = 7;

    /** What a token says: who was sent the issue of the week that begins on that Monday. */
    public record Sent(UUID subscriber, LocalDate monday) {}

    private final Vault vault;

    ReturnPath(Vault vault) {
        this.vault = vault;
    }

    /** @param begun when the sending of the issue began */
    public String token(UUID subscriber, LocalDate monday, Instant begun) {
        var plain = ByteBuffer.allocate(PLAIN_OCTETS).putLong(subscriber.getMostSignificantBits())
                .putLong(subscriber.getLeastSignificantBits()).putShort((short) Math.floorDiv(monday.toEpochDay(), WEEK));
        try {
            var tokens = vault.keys().tokens;
            var sealed = tokens.get(tokens.idAt(begun)).encryptDeterministically(plain.array(), CONTEXT);
            return Base32.encode(Arrays.copyOfRange(sealed, 1, OCTETS + 1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /** Empty for whatever we did not make ourselves. */
    public Optional<Sent> open(String token) {
        var octets = token.length() == LENGTH ? Base32.decode(token, OCTETS) : null;
        if (octets == null) {
            return Optional.empty();
        }
        var sealed = ByteBuffer.allocate(OCTETS + 1).put(START).put(octets).array();
        var key = vault.keys().tokens.keys().get(Keys.idOf(sealed));
        if (key == null) {
            return Optional.empty();
        }
        try {
            var plain = ByteBuffer.wrap(key.decryptDeterministically(sealed, CONTEXT));
            var subscriber = new UUID(plain.getLong(), plain.getLong());
            // The first Monday of the epoch was its fifth day.
            return Optional.of(new Sent(subscriber, LocalDate.ofEpochDay(4L + WEEK * (long) plain.getShort())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
