package org.viestka.relay;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How a node's connections to the relay are made. The other settings of deliveries are in {@code DeliveryConfig}. */
@ConfigMapping(prefix = "viestka.delivery")
public interface RelayConfig {

    /** SMTP connections a node keeps. More are faster until the relay says no. */
    @WithDefault("10")
    int connections();

    /** Our own SMTP sender, or Quarkus Mailer. */
    @WithDefault("smtp")
    Transport transport();

    /**
     * Shortens every wait for the relay that would be longer. Unset, they are those of RFC 5321 §4.5.3.2: whoever hangs up
     * sooner, above all after the final dot, sends messages twice.
     */
    Optional<Duration> timeout();

    /** Messages after which a connection is closed and opened anew; some providers want few. 0: no limit. */
    @WithDefault("100")
    int perConnection();

    /** Which code sends. */
    enum Transport {
        SMTP, MAILER
    }
}
