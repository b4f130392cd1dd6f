package org.viestka.webhook;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How other systems are told of what happens. */
@ConfigMapping(prefix = "viestka.webhook")
public interface WebhookConfig {

    /**
     * Whether a target may be on this machine or in a private network, and without TLS. Whoever is an admin here can then reach
     * what this machine can reach.
     */
    @WithDefault("false")
    boolean privateTargets();

    /** How long a target may take in all, from the first octet to the last. */
    @WithDefault("10s")
    Duration timeout();

    /** How long after a failure the same message is tried again; each further wait is three times as long, up to four hours. */
    @WithDefault("5s")
    Duration retryAfter();

    /** How long after what happened a target is no longer told of it. */
    @WithDefault("72h")
    Duration giveUpAfter();

    /** How long attempts can be looked up. */
    @WithDefault("30d")
    Duration retention();
}
