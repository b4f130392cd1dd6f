package org.viestka.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a receiver of webhooks knows us by: a secret that both have (Standard Webhooks, symmetric signatures). */
public final class SigningSecret {

    private static final String PREFIX = "whsec_";
    /** Between the 24 and 64 that Standard Webhooks allows, and as many as SHA-256 makes use of. */
    private static final int OCTETS = 32;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /** A new one. */
    public static SigningSecret makeUp() {
        var key = new byte[OCTETS];
        new SecureRandom().nextBytes(key);
        return new SigningSecret(key);
    }

    /** @param text what {@link #reveal} gave */
    public static SigningSecret parse(String text) {
        return new SigningSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
    }

    /** {@code whsec_} and the key in base64. To be shown to its owner or sealed, and nothing else. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The value of {@code webhook-signature}.
     *
     * @param id of the message
     * @param seconds since 1970, of the attempt
     */
    public String sign(String id, long seconds, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
