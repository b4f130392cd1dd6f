package org.viestka.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Words;
import org.viestka.vault.SharedSecrets;
import org.viestka.web.Problem;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;

/** Codes from a telephone (TOTP, RFC 6238: six digits, 30 seconds, SHA-1, as every app knows them). Everything in a transaction. */
@ApplicationScoped
class SecondFactors {

    static final int RECOVERY_CODES = 8;
    static final Duration STEP = Duration.ofSeconds(30);

    // A telephone's clock may be that far off, and a code takes time to type (RFC 6238 §5.2).
    private static final int STEPS_OFF = 1;
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private final SharedSecrets secrets;
    private final AdminConfig config;
    private final Clock clock;

    SecondFactors(SharedSecrets secrets, AdminConfig config, Clock clock) {
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What a person's app needs, shown once.
     *
     * @param uri for a QR code
     */
    record Proposal(String secret, String uri) {}

    /** A new secret, which counts for nothing until it is confirmed. */
    Proposal propose(Account account) {
        SecondFactor.findForChange(account.id).ifPresent(known -> {
            if (known.isActive()) {
                throw Problem.conflict(Words::conflict_second_factor);
            }
            known.delete();
            SecondFactor.flush();
        });
        var made = secrets.create(account.id);
        SecondFactor.create(account.id, made.sealed(), clock.instant()).persist();
        var issuer = encode(config.secondFactorName());
        return new Proposal(made.base32(),
                "otpauth://totp/" + issuer + ":" + encode(account.name) + "?secret=" + made.base32() + "&issuer=" + issuer);
    }

    /** From now on a code is asked for. Gives the codes for a lost telephone, which nobody can be told again. */
    List<String> confirm(UUID account, String code) {
        var factor = SecondFactor.findForChange(account).orElseThrow(Problem::notFound);
        if (factor.isActive()) {
            throw Problem.conflict(Words::conflict_second_factor);
        }
        var step = step(factor, code);
        if (step.isEmpty()) {
            throw Problem.invalid("code", Words::invalid_code);
        }
        factor.confirmedAt = clock.instant();
        // The code that confirms signs nobody in afterwards.
        factor.lastStep = step.getAsLong();
        var codes = Stream.generate(Passwords::makeUp).limit(RECOVERY_CODES).toList();
        codes.forEach(recovery -> RecoveryCode.save(account, recovery));
        return codes;
    }

    /** Whether this is a code of now, or one for a lost telephone, that nobody used before; uses it up. */
    boolean accept(SecondFactor factor, String code) {
        if (!CODE.matcher(code).matches()) {
            return RecoveryCode.use(factor.accountId, code);
        }
        var step = step(factor, code);
        return step.isPresent() && factor.use(step.getAsLong());
    }

    private OptionalLong step(SecondFactor factor, String code) {
        if (code == null || !CODE.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        var key = secrets.open(factor.accountId, factor.secret);
        int typed = Integer.parseInt(code);
        long now = clock.instant().getEpochSecond() / STEP.toSeconds();
        // The newest first: it uses up those before it.
        return LongStream.of(now + STEPS_OFF, now, now - STEPS_OFF).filter(step -> code(key, step) == typed).findFirst();
    }

    private static int code(Key key, long step) {
        try {
            return new TimeBasedOneTimePasswordGenerator().generateOneTimePassword(key,
                    Instant.ofEpochSecond(step * STEP.toSeconds()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
