package org.viestka.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.viestka.smtp.OctetBuffer;

/**
 * Signs messages by RFC 6376 with {@code rsa-sha256} and {@code relaxed/relaxed}, as RFC 8301 and RFC 8058 §4 ask. There is no
 * {@code t=} and no {@code x=}, so a message that is sent again is the same; no {@code l=}, so nothing can be added to its end.
 * Safe for any number of threads, each of which keeps a signature object.
 */
public final class DkimSigner {

    /** Characters of a line, without the three before it. */
    private static final int LINE = 74;
    /** Characters of SHA-256 in base64. */
    private static final int BODY_HASH = 44;
    private static final byte[] BEFORE_SIGNATURE = ";\r\n b=".getBytes(US_ASCII);
    private static final byte[] RELAXED_BEFORE_SIGNATURE = "; b=".getBytes(US_ASCII);
    private static final byte[] FOLD = "\r\n ".getBytes(US_ASCII);
    private static final int CRLF = 2;

    private final String domain;
    private final String selector;
    private final List<String> signed;
    private final RSAPrivateKey key;
    private final Optional<Provider> provider;
    /** The header's text up to the body hash. */
    private final byte[] beforeHash;
    private final byte[] relaxedBeforeHash;
    private final int signatureOctets;
    private final ThreadLocal<Tools> tools = ThreadLocal.withInitial(this::tools);

    private DkimSigner(String domain, String selector, RSAPrivateKey key, List<String> signed, Optional<Provider> provider) {
        this.domain = domain;
        this.selector = selector;
        this.signed = signed;
        this.key = key;
        this.provider = provider;
        signatureOctets = (key.getModulus().bitLength() + 7) / 8;
        var before = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=" + domain + ";\r\n s=" + selector
                + ";\r\n h=" + names(signed) + ";\r\n bh=";
        beforeHash = before.getBytes(US_ASCII);
        relaxedBeforeHash = SignedHeaders.relaxed(before).getBytes(US_ASCII);
    }

    /**
     * @param domain {@code d=}, which DMARC wants to be that of {@code From}
     * @param selector {@code s=}, under which the public key stands in DNS
     * @param privateKey RSA of at least 2048 bits: PEM of PKCS#8 or PKCS#1, or PKCS#8 in bare base64
     * @param signed names of header fields, in the order in which they are signed. A name that is there once more than the field
     *            occurs keeps a second field, or one that comes in later, from going unnoticed (§8.15)
     * @throws IllegalArgumentException says what is wrong with them
     */
    public static DkimSigner of(String domain, String selector, String privateKey, List<String> signed) {
        return of(domain, selector, privateKey, signed, FastCrypto.provider());
    }

    static DkimSigner of(String domain, String selector, String privateKey, List<String> signed,
            Optional<Provider> provider) {
        return new DkimSigner(HeaderValue.requireDomain("DKIM domain", domain),
                HeaderValue.requireDomain("DKIM selector", selector), DkimKey.parse(privateKey),
                HeaderValue.requireSigned(signed), provider);
    }

    /** Whether a signature breaks when this field is changed. */
    public boolean signs(String header) {
        return signed.stream().anyMatch(header::equalsIgnoreCase);
    }

    /** {@code d=}. */
    public String domain() {
        return domain;
    }

    /** Where the public key must stand in DNS (§3.6.2.1). */
    public String keyName() {
        return selector + "._domainkey." + domain;
    }

    /** What must stand there as {@code p=} (§3.6.1); empty where the private key does not tell. */
    public Optional<String> publicKey() {
        return DkimKey.publicKey(key).map(octets -> Base64.getEncoder().encodeToString(octets));
    }

    /** Octets of every header that this writes, its line end included. */
    int headerLength() {
        int base64 = (signatureOctets + 2) / 3 * 4;
        return beforeHash.length + BODY_HASH + BEFORE_SIGNATURE.length + base64 + (base64 - 1) / LINE * FOLD.length + CRLF;
    }

    /**
     * Prepares the signing of a mailing's messages.
     *
     * @param headers of all of them, with the gaps of {@link PersonalText}, up to the empty line
     * @param body of one of them, as §3.4.4 would have it already: no white space at the end of a line or twice in a row, no
     *        empty lines at the end
     * @param same so many octets at its beginning are the same in all
     */
    Common common(String headers, byte[] body, int same) {
        try {
            var begun = sha256();
            begun.update(body, 0, same);
            return new Common(
                    new PersonalText(SignedHeaders.relaxed(headers,
                            signed.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().toList())),
                    begun, same);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Signing cannot be set up", e);
        }
    }

    private MessageDigest sha256() throws GeneralSecurityException {
        return provider.isPresent()
                ? MessageDigest.getInstance("SHA-256", provider.get())
                : MessageDigest.getInstance("SHA-256");
    }

    private static String names(List<String> signed) {
        var out = new StringBuilder();
        int line = " h=".length();
        for (var name : signed) {
            if (line + name.length() + 1 > LINE) {
                out.append("\r\n ");
                line = 1;
            }
            out.append(name).append(':');
            line += name.length() + 1;
        }
        return out.substring(0, out.length() - 1);
    }

    private Tools tools() {
        try {
            return new Tools();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Signing cannot be set up", e);
        }
    }

    /** What is the same in all messages of a mailing, canonical and hashed once. */
    final class Common {

        private final PersonalText headers;
        private final MessageDigest begun;
        private final int same;

        private Common(PersonalText headers, MessageDigest begun, int same) {
            this.headers = headers;
            this.begun = begun;
            this.same = same;
        }

        /**
         * Writes the signature of a message into the room that was left for it.
         *
         * @param message ends with the message
         * @param at where {@link #headerLength()} octets are free
         * @param body where the body begins, after the empty line
         */
        void sign(Recipient recipient, OctetBuffer message, int at, int body) {
            try {
                var own = tools.get();
                own.signed.clear();
                headers.append(recipient, own.signed);
                own.sign(message, at, hash(message, body));
            } catch (GeneralSecurityException | CloneNotSupportedException e) {
                throw new IllegalStateException("Signing failed", e);
            }
        }

        private byte[] hash(OctetBuffer message, int body) throws CloneNotSupportedException {
            MessageDigest digest;
            synchronized (begun) {
                digest = (MessageDigest) begun.clone();
            }
            digest.update(message.octets(), body + same, message.length() - body - same);
            return digest.digest();
        }
    }

    /** What a thread keeps from one message to the next, so that signing leaves little garbage. */
    private final class Tools {

        private final Signature rsa;
        private final OctetBuffer signed = new OctetBuffer(4096);
        private final OctetBuffer header = new OctetBuffer(headerLength());
        private final byte[] signature = new byte[signatureOctets];
        private final byte[] base64 = new byte[(signatureOctets + 2) / 3 * 4];

        Tools() throws GeneralSecurityException {
            rsa = provider.isPresent()
                    ? Signature.getInstance("SHA256withRSA", provider.get())
                    : Signature.getInstance("SHA256withRSA");
            rsa.initSign(key);
        }

        /** With the other fields in {@link #signed}. */
        void sign(OctetBuffer message, int at, byte[] bodyHash) throws GeneralSecurityException {
            Base64.getEncoder().encode(bodyHash, base64);
            header.clear();
            header.append(beforeHash).append(base64, 0, BODY_HASH).append(BEFORE_SIGNATURE);
            signed.append(relaxedBeforeHash).append(base64, 0, BODY_HASH).append(RELAXED_BEFORE_SIGNATURE);

            rsa.update(signed.octets(), 0, signed.length());
            rsa.sign(signature, 0, signature.length);
            Base64.getEncoder().encode(signature, base64);
            for (int from = 0; from < base64.length; from += LINE) {
                header.append(FOLD, 0, from == 0 ? 0 : FOLD.length);
                header.append(base64, from, Math.min(LINE, base64.length - from));
            }
            header.append('\r').append('\n');
            System.arraycopy(header.octets(), 0, message.octets(), at, header.length());
        }
    }
}
