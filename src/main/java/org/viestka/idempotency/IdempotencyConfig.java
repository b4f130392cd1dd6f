package org.viestka.idempotency;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Calls that may be repeated. */
@ConfigMapping(prefix = "viestka.idempotency")
public interface IdempotencyConfig {

    /** How long the same {@code Idempotency-Key} gets the same answer. */
    @WithDefault("24h")
    Duration retention();
}
