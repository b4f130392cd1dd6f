package org.viestka.relay;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How a node's connections to the relay are made. The other settings of deliveries are in {@code DeliveryConfig}. */
@ConfigMapping(prefix = "viestka.delivery")
public interface RelayConfig {

    /** SMTP connections that a node keeps at most. It keeps fewer where the relay takes fewer. */
    @WithDefault("10")
    int connections();

    /** Our own SMTP sender ({@code smtp}), or Quarkus Mailer ({@code mailer}), some thirty times slower. */
    @WithDefault("smtp")
    Transport transport();

    /**
     * Shortens every wait for the relay that would be longer. Unset, they are those of RFC 5321 §4.5.3.2, up to ten minutes
     * after a message's end: whoever hangs up sooner sends messages twice. Not for the transport {@code mailer}.
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
