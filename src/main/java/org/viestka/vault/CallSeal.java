package org.viestka.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Seals what is kept of a call that may be repeated, with the keys of tokens, which no rotation retires. The row's name is sealed
 * in: what is copied to another row opens nothing.
 */
@ApplicationScoped
public class CallSeal {

    private static final byte[] CONTEXT = "call ".getBytes(StandardCharsets.US_ASCII);

    private final Vault vault;

    CallSeal(Vault vault) {
        this.vault = vault;
    }

    public byte[] seal(byte[] name, byte[] call) {
        try {
            var tokens = vault.keys().tokens;
            return tokens.get(tokens.latestId()).encryptDeterministically(call, context(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /** @throws UnusableKeysetException when the key file does not have the key, or the row was changed */
    public byte[] open(byte[] name, byte[] sealed) {
        try {
            return vault.keys().tokens.get(Keys.idOf(sealed)).decryptDeterministically(sealed, context(name));
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysetException(
                    "What is kept under an Idempotency-Key cannot be opened: it was changed, or belongs"
                            + " to another key file. It is forgotten by itself.");
        }
    }

    private static byte[] context(byte[] name) {
        var context = Arrays.copyOf(CONTEXT, CONTEXT.length + name.length);
        System.arraycopy(name, 0, context, CONTEXT.length, name.length);
        return context;
    }
}
