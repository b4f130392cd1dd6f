package org.viestka.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.Keyset.Use;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.prf.Prf;

/**
 * Everything that needs a key: sealed addresses, link tokens, suppression hashes, message ids. Nothing else touches the keys,
 * and a copy of the database without them names nobody.
 */
@ApplicationScoped
public class Vault {

    /**
     * Characters of every unsubscribe token: Tink's prefix (5 octets), the SIV (16) and the subscriber's id (16), in base64url.
     * A mailing is encoded once and the token spliced in, so its length must not vary.
     */
    public static final int UNSUBSCRIBE_TOKEN_LENGTH = 50;

    private static final int ID_OCTETS = 16;
    // One octet more than is said: the last of so many leaves base64 bits to spare, so that a link ends in a letter. Mail programs
    // leave a hyphen or an underscore at the end out of a link.
    private static final int DATED_OCTETS = ID_OCTETS + Long.BYTES + 1;
    private static final byte[] AS_TYPED = "address as typed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROOF = "proof of a key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNING_SECRET = "signing secret".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FOLDED = "address folded".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final VaultConfig config;
    private final KeyTable table;
    private final Clock clock;
    private volatile Keys keys;

    Vault(VaultConfig config, KeyTable table, Clock clock) {
        this.config = config;
        this.table = table;
        this.clock = clock;
        this.keys = new Keys(Keyset.read(config.keyset()), List.of());
    }

    /**
     * Keeps the key that addresses are sealed with from being changed until the caller's transaction ends, on every node. To be
     * called before looking for an address that may then be added: otherwise a rotation could come between, and the address be
     * added under one key while it is there under another.
     */
    public void hold() {
        try (var connection = table.connection()) {
            hold(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not answer", e);
        }
    }

    /** The same for the transaction of a connection. */
    public void hold(Connection connection) throws SQLException {
        KeyTable.hold(connection);
        // After the lock, so that a rotation that has just been waited for is seen.
        var rows = KeyTable.read(connection);
        if (Keys.generation(rows) > keys.generation()) {
            learn(Keyset.read(config.keyset()), rows);
        }
    }

    /** Seals an address as it was typed, to be mailed to. */
    public byte[] seal(String address) {
        return sealing(address, AS_TYPED);
    }

    /** Seals the folded form of an address: equal addresses give equal octets, and only with the same key. */
    public byte[] sealFolded(String foldedAddress) {
        return sealing(foldedAddress, FOLDED);
    }

    /** Every form in which the folded address may be stored while a rotation is under way; the one of now comes first. */
    public List<byte[]> foldedSeals(String foldedAddress) {
        var ring = keys.addresses;
        return ring.all(ring.latestId()).stream().map(key -> encrypt(key, utf8(foldedAddress), FOLDED)).toList();
    }

    /**
     * @param sealed what {@link #seal} gave, under whatever key
     * @throws UnusableKeysetException when it was sealed with a key that is not in the key file
     */
    public String open(byte[] sealed) {
        return opening(sealed, AS_TYPED);
    }

    /**
     * Seals octets that hold addresses and wait for a while.
     *
     * @param place where they belong: they open there and nowhere else
     */
    public byte[] sealPiece(byte[] piece, String place) {
        var ring = keys.addresses;
        return encrypt(ring.get(ring.latestId()), piece, utf8(place));
    }

    /** @throws UnusableKeysetException when it was sealed with a key that is not in the key file, or for another place */
    public byte[] openPiece(byte[] sealed, String place) {
        return decrypt(sealed, utf8(place));
    }

    /** What {@link #seal} gave under whatever key, under the key of now. */
    public byte[] sealAnew(byte[] sealed) {
        return seal(open(sealed));
    }

    /** What {@link #sealFolded} gave under whatever key, under the key of now. */
    public byte[] sealFoldedAnew(byte[] sealed) {
        return sealFolded(opening(sealed, FOLDED));
    }

    /** What is kept of an address that must never be written to again: a keyed hash of its folded form, 32 octets. */
    public byte[] suppressionHash(String foldedAddress) {
        return prf(keys.suppressions.get(keys.suppressions.idAt(clock.instant())), utf8(foldedAddress), 32);
    }

    /** Every hash by which the address may be listed: a hash of former years cannot be made anew. The one of now comes first. */
    public List<byte[]> suppressionHashes(String foldedAddress) {
        var ring = keys.suppressions;
        return ring.all(ring.idAt(clock.instant())).stream().map(key -> prf(key, utf8(foldedAddress), 32)).toList();
    }

    /** An unsubscribe token as it is made now; valid for as long as the mail exists, over all rotations. */
    public String unsubscribeToken(UUID subscriber) {
        return unsubscribeToken(subscriber, clock.instant());
    }

    /** The same for a mailing that began at a time: a message of it that is sent again is the same to the octet. */
    public String unsubscribeToken(UUID subscriber, Instant begun) {
        return URL.encodeToString(encrypt(keys.tokens.get(keys.tokens.idAt(begun)), id(subscriber, ID_OCTETS).array(),
                purpose(LinkPurpose.UNSUBSCRIBE)));
    }

    /** A token for a link that expires: whoever checks it knows the purpose's lifetime. */
    public String token(LinkPurpose purpose, UUID subscriber, Instant issued) {
        if (purpose == LinkPurpose.UNSUBSCRIBE) {
            throw new IllegalArgumentException("unsubscribe links have no date");
        }
        var plain = id(subscriber, DATED_OCTETS).putLong(ID_OCTETS, issued.toEpochMilli());
        var key = keys.tokens.get(keys.tokens.idAt(issued.truncatedTo(ChronoUnit.MILLIS)));
        return URL.encodeToString(encrypt(key, plain.array(), purpose(purpose)));
    }

    /** What a token says; empty when it is cut, changed, foreign, or of another purpose: the caller cannot tell which. */
    public Optional<LinkToken> open(LinkPurpose purpose, String token) {
        try {
            var octets = Base64.getUrlDecoder().decode(token);
            int id = Keys.idOf(octets);
            var key = keys.tokens.keys().get(id);
            // The last character has bits to spare: of the spellings that mean the same only ours is one.
            if (key == null || !URL.encodeToString(octets).equals(token)) {
                return Optional.empty();
            }
            var plain = ByteBuffer.wrap(key.decryptDeterministically(octets, purpose(purpose)));
            var opened = new LinkToken(new UUID(plain.getLong(), plain.getLong()),
                    plain.hasRemaining() ? Instant.ofEpochMilli(plain.getLong()) : Instant.EPOCH);
            // With a former key nothing but old links can be made, and those expire.
            return purpose == LinkPurpose.UNSUBSCRIBE || keys.tokens.idAt(opened.issued()) == id
                    ? Optional.of(opened)
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * An opaque name for one message, the same each time it is asked for, also when the key has changed meanwhile: 32 lower-case
     * characters that survive relays that fold case.
     *
     * @param issue the issue's name; one person gets one message of an issue
     * @param begun when the sending of it began
     */
    public String messageId(String issue, UUID subscriber, Instant begun) {
        var input = id(subscriber, ID_OCTETS + issue.length());
        input.position(ID_OCTETS);
        input.put(issue.getBytes(StandardCharsets.US_ASCII));
        return Base32.encode(prf(keys.messageIds.get(keys.messageIds.idAt(begun)), input.array(), 20));
    }

    /** Seals a secret under a key of tokens: those are kept over all rotations, so nobody need make new secrets after one. */
    public byte[] seal(SigningSecret secret) {
        return encrypt(keys.tokens.get(keys.tokens.idAt(clock.instant())), utf8(secret.reveal()), SIGNING_SECRET);
    }

    /** @throws UnusableKeysetException when it was sealed with a key that is not in the key file */
    public SigningSecret openSecret(byte[] sealed) {
        try {
            var key = keys.tokens.get(Keys.idOf(sealed));
            return SigningSecret
                    .parse(new String(key.decryptDeterministically(sealed, SIGNING_SECRET), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw misfit();
        }
    }

    /** What limits count a network by: 16 octets that mean nothing without the key. The network itself is kept nowhere. */
    public byte[] networkHash(String network) {
        return prf(keys.networks.get(keys.networks.idAt(clock.instant())), utf8(network), 16);
    }

    Keys keys() {
        return keys;
    }

    /** Reads the key file and the database again. */
    void refresh() throws SQLException {
        learn(Keyset.read(config.keyset()), table.read());
    }

    /** What a key makes of a text that everybody knows. */
    byte[] proof(Use use, int id) {
        var key = keys.ring(use).get(id);
        return key instanceof DeterministicAead sealing ? encrypt(sealing, PROOF, PROOF) : prf((Prf) key, PROOF, 16);
    }

    private synchronized void learn(Keyset keyset, List<KeyTable.Row> rows) {
        // Whoever read earlier and comes later must not undo what is known.
        if (Keys.generation(rows) >= keys.generation()) {
            keys = new Keys(keyset, rows);
        }
    }

    private byte[] sealing(String plain, byte[] context) {
        var ring = keys.addresses;
        return encrypt(ring.get(ring.latestId()), utf8(plain), context);
    }

    private String opening(byte[] sealed, byte[] context) {
        return new String(decrypt(sealed, context), StandardCharsets.UTF_8);
    }

    private byte[] decrypt(byte[] sealed, byte[] context) {
        try {
            return keys.addresses.get(Keys.idOf(sealed)).decryptDeterministically(sealed, context);
        } catch (GeneralSecurityException e) {
            throw misfit();
        }
    }

    private static UnusableKeysetException misfit() {
        return new UnusableKeysetException("The key file does not fit the data. Put back the key file that belongs to this"
                + " database, or name it in viestka.keyset; nothing was changed.");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer id(UUID id, int octets) {
        return ByteBuffer.allocate(octets).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).rewind();
    }

    private static byte[] purpose(LinkPurpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encrypt(DeterministicAead key, byte[] plain, byte[] context) {
        try {
            return key.encryptDeterministically(plain, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    private static byte[] prf(Prf key, byte[] input, int octets) {
        try {
            return Arrays.copyOf(key.compute(input, octets), octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Hashing failed", e);
        }
    }
}
