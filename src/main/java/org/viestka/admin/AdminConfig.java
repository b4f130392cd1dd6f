package org.viestka.admin;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How people are let in. */
@ConfigMapping(prefix = "viestka.admin")
interface AdminConfig {

    /** Of the user {@code admin} that the first start makes; made up and printed once where unset. Later starts ignore it. */
    Optional<String> password();

    /** Of new password hashes: one more doubles the time of a sign-in, ours and a thief's. Old hashes keep theirs. */
    @WithDefault("11")
    int bcryptCost();

    /** How long the audit trail is kept; at least thirty days. */
    @WithDefault("365d")
    Duration auditRetention();
}
