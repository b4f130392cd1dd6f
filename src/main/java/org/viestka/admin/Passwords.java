package org.viestka.admin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Words;
import org.viestka.web.Violations;

import io.quarkus.elytron.security.common.BcryptUtil;

/** What passwords must be, and their hashes. */
@ApplicationScoped
class Passwords {

    static final int LEAST_CHARACTERS = 12;
    /** bcrypt looks at no more; what is longer would be cut in silence. */
    static final int MOST_OCTETS = 72;

    // No letters or digits that look alike. 31 of them: 20 make 99 bits.
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private final int cost;
    private final String nobodys;

    Passwords(AdminConfig config) {
        cost = config.bcryptCost();
        nobodys = hash(makeUp());
    }

    /** Notes everything wrong with a new password. */
    static void check(Violations violations, String password, String field) {
        if (violations.check(password != null && !password.isEmpty(), field, Words::invalid_missing)
                && violations.check(password.codePointCount(0, password.length()) >= LEAST_CHARACTERS, field,
                        words -> words.invalid_too_short(LEAST_CHARACTERS))) {
            violations.check(fits(password), field, words -> words.invalid_password_too_long(MOST_OCTETS));
        }
    }

    static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS;
    }

    String hash(String password) {
        return BcryptUtil.bcryptHash(password, cost);
    }

    boolean match(String password, String hash) {
        return hash != null && !password.isEmpty() && fits(password) && BcryptUtil.matches(password, hash);
    }

    /** Takes as long as {@link #match} with an account's hash: how long a refusal takes tells nobody who has an account. */
    void matchNobody(String password) {
        match(password, nobodys);
    }

    /** A new password that a person can copy by hand, for example {@code k4fwp-9tbhx-…}: 99 bits. */
    static String makeUp() {
        var random = new SecureRandom();
        var password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
