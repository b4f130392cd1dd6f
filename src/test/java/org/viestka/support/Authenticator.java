package org.viestka.support;

import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;

import org.apache.commons.codec.binary.Base32;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;

import javax.crypto.spec.SecretKeySpec;

/** The app on somebody's telephone. */
public final class Authenticator {

    private Authenticator() {}

    /** Six digits that it shows then. {@code secret} in Base32, as typed or scanned. */
    public static String code(String secret, Instant time) {
        try {
            int code = new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePassword(new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"), time);
            return String.format(Locale.ROOT, "%06d", code);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
