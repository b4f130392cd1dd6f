package org.viestka.subscription;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How readers subscribe. */
@ConfigMapping(prefix = "viestka.subscription")
interface SubscriptionConfig {

    enum Confirmation {
        REQUIRED, OFF
    }

    /**
     * {@code off} activates at once whoever is new; then anybody can subscribe anybody. An opt-out is still only undone by its
     * reader's confirmation.
     */
    @WithDefault("required")
    Confirmation confirmation();

    /** For how long the link of a confirm mail works. */
    @WithDefault("72h")
    Duration confirmWithin();

    /** For how long a link to the preferences works. */
    @WithDefault("30d")
    Duration preferencesWithin();

    /** Sign-ups in an hour from one network; more are answered by 429. Many readers share an exit of Tor or a phone company. */
    @WithDefault("100")
    int perNetwork();

    /** Sign-ups in an hour in all: beyond it somebody uses the form as a weapon. */
    @WithDefault("5000")
    int perHour();
}
