package org.viestka.admin;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How people are let in. */
@ConfigMapping(prefix = "viestka.admin")
public interface AdminConfig {

    enum Wanted {
        OPTIONAL, REQUIRED
    }

    /**
     * The password of the user {@code admin}, whom the first start makes. Where it is unset, one is made up and printed once.
     * Later starts ignore it.
     */
    Optional<String> password();

    /**
     * The cost of new password hashes: one more doubles the time of a sign-in, yours and a thief's. Old hashes keep theirs.
     */
    @WithDefault("11")
    int bcryptCost();

    /** How long the audit trail is kept; at least thirty days. */
    @WithDefault("365d")
    Duration auditRetention();

    /** Where it is {@code required}, whoever signs in by password can do nothing but set a second factor up first. */
    @WithDefault("optional")
    Wanted secondFactor();

    /** What an authenticator app calls this service. Whoever looks at the telephone reads it. */
    @WithDefault("Viestka")
    String secondFactorName();

    /** How long a session lasts, whatever is done in it. */
    @WithDefault("12h")
    Duration session();
}
