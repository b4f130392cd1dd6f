package org.viestka.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.viestka.vault.Keyset.Use;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;

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
    private static final int DATED_OCTETS = ID_OCTETS + Long.BYTES;
    private static final byte[] AS_TYPED = "address as typed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FOLDED = "address folded".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final DeterministicAead addresses;
    private final DeterministicAead tokens;
    private final PrfSet suppressions;
    private final PrfSet messageIds;
    private final PrfSet networks;

    @Inject
    Vault(VaultConfig config) {
        this(Keyset.read(config.keyset()));
    }

    Vault(Keyset keyset) {
        try {
            var registry = RegistryConfiguration.get();
            addresses = keyset.handle(Use.ADDRESSES).getPrimitive(registry, DeterministicAead.class);
            tokens = keyset.handle(Use.TOKENS).getPrimitive(registry, DeterministicAead.class);
            suppressions = keyset.handle(Use.SUPPRESSIONS).getPrimitive(registry, PrfSet.class);
            messageIds = keyset.handle(Use.MESSAGE_IDS).getPrimitive(registry, PrfSet.class);
            networks = keyset.handle(Use.NETWORKS).getPrimitive(registry, PrfSet.class);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysetException("The key file holds keys of a kind that Viestka does not use.");
        }
    }

    /** Seals an address as it was typed, to be mailed to. */
    public byte[] seal(String address) {
        return seal(addresses, address, AS_TYPED);
    }

    /** Seals the folded form of an address: equal addresses give equal octets, and only with the key. */
    public byte[] sealFolded(String foldedAddress) {
        return seal(addresses, foldedAddress, FOLDED);
    }

    /**
     * @param sealed what {@link #seal} gave
     * @throws UnusableKeysetException when it was sealed with keys that are not in the key file
     */
    public String open(byte[] sealed) {
        try {
            return new String(addresses.decryptDeterministically(sealed, AS_TYPED), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysetException("The key file does not fit the data. Put back the key file that belongs to this"
                    + " database, or name it in viestka.keyset; nothing was changed.");
        }
    }

    /** What is kept of an address that must never be written to again: a keyed hash of its folded form, 32 octets. */
    public byte[] suppressionHash(String foldedAddress) {
        return prf(suppressions, foldedAddress.getBytes(StandardCharsets.UTF_8), 32);
    }

    /** An unsubscribe token; always the same for a subscriber, and valid for as long as the mail exists. */
    public String unsubscribeToken(UUID subscriber) {
        return URL.encodeToString(encrypt(tokens, id(subscriber, ID_OCTETS).array(), purpose(LinkPurpose.UNSUBSCRIBE)));
    }

    /** A token for a link that expires: whoever checks it knows the purpose's lifetime. */
    public String token(LinkPurpose purpose, UUID subscriber, Instant issued) {
        if (purpose == LinkPurpose.UNSUBSCRIBE) {
            throw new IllegalArgumentException("unsubscribe links have no date");
        }
        var plain = id(subscriber, DATED_OCTETS).putLong(ID_OCTETS, issued.getEpochSecond());
        return URL.encodeToString(encrypt(tokens, plain.array(), purpose(purpose)));
    }

    /** What a token says; empty when it is cut, changed, foreign, or of another purpose: the caller cannot tell which. */
    public Optional<LinkToken> open(LinkPurpose purpose, String token) {
        try {
            var plain = ByteBuffer
                    .wrap(tokens.decryptDeterministically(Base64.getUrlDecoder().decode(token), purpose(purpose)));
            var subscriber = new UUID(plain.getLong(), plain.getLong());
            return Optional.of(new LinkToken(subscriber,
                    plain.hasRemaining() ? Instant.ofEpochSecond(plain.getLong()) : Instant.EPOCH));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * An opaque name for one message, the same each time it is asked for: 32 lower-case characters that survive relays that
     * fold case.
     *
     * @param issue the issue's name; one person gets one message of an issue
     */
    public String messageId(String issue, UUID subscriber) {
        var input = id(subscriber, ID_OCTETS + issue.length());
        input.position(ID_OCTETS);
        input.put(issue.getBytes(StandardCharsets.US_ASCII));
        return Base32.encode(prf(messageIds, input.array(), 20));
    }

    /** What limits count a network by: 16 octets that mean nothing without the key. The network itself is kept nowhere. */
    public byte[] networkHash(String network) {
        return prf(networks, network.getBytes(StandardCharsets.UTF_8), 16);
    }

    private static ByteBuffer id(UUID id, int octets) {
        return ByteBuffer.allocate(octets).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).rewind();
    }

    private static byte[] purpose(LinkPurpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] seal(DeterministicAead key, String plain, byte[] context) {
        return encrypt(key, plain.getBytes(StandardCharsets.UTF_8), context);
    }

    private static byte[] encrypt(DeterministicAead key, byte[] plain, byte[] context) {
        try {
            return key.encryptDeterministically(plain, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    private static byte[] prf(PrfSet key, byte[] input, int octets) {
        try {
            return Arrays.copyOf(key.computePrimary(input, octets), octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Hashing failed", e);
        }
    }
}
