package org.viestka.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads private keys in the forms in which operators have them. Nothing of a key is ever in an error message. */
final class DkimKey {

    /** RFC 8301 §3.2: verifiers may refuse less than 2048, and 1024 is what can be broken. */
    private static final int FEWEST_BITS = 2048;
    private static final Pattern PEM = Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]+)-----(.*)-----END \\1-----\\s*",
            Pattern.DOTALL);
    /** {@code version 0, AlgorithmIdentifier rsaEncryption} of RFC 5958 §2. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private DkimKey() {}

    /**
     * @param text PEM of PKCS#8 or of PKCS#1, or PKCS#8 in bare base64
     * @throws IllegalArgumentException for anything else, and for fewer than 2048 bits
     */
    static RSAPrivateKey parse(String text) {
        var pem = PEM.matcher(text);
        if (!pem.matches()) {
            return check(der(text));
        }
        return switch (pem.group(1)) {
            case "PRIVATE KEY" -> check(der(pem.group(2)));
            case "RSA PRIVATE KEY" -> check(wrapped(der(pem.group(2))));
            default -> throw new IllegalArgumentException(
                    "The DKIM key is a PEM of '" + pem.group(1) + "'; an unencrypted RSA private key is needed.");
        };
    }

    /** The public half as X.509 has it; empty for a key without its exponent. */
    static Optional<byte[]> publicKey(RSAPrivateKey key) {
        if (!(key instanceof RSAPrivateCrtKey whole)) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(whole.getModulus(), whole.getPublicExponent())).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAPrivateKey check(byte[] pkcs8) {
        try {
            var key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            int bits = key.getModulus().bitLength();
            if (bits < FEWEST_BITS) {
                throw new IllegalArgumentException(
                        "The DKIM key has " + bits + " bits; make one of at least " + FEWEST_BITS + ".");
            }
            return key;
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException(
                    "The DKIM key is no RSA private key in PEM, or in base64 of PKCS#8. 'openssl genrsa 2048' makes one.");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", "").getBytes(US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The DKIM key is neither PEM nor base64.");
        }
    }

    /** PKCS#8 around PKCS#1, which the JDK does not read. */
    private static byte[] wrapped(byte[] pkcs1) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(RSA);
        content.writeBytes(tagged(OCTET_STRING, pkcs1));
        return tagged(SEQUENCE, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            // Two octets of length hold keys of up to some 100,000 bits.
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
