package org.viestka.delivery;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.viestka.relay.RelayProbe;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.health.api.Wellness;

/**
 * Whether this node gets through to the relay. Not readiness: without a relay pages and sign-ups go on, and mailings wait. The
 * relay is looked at once a minute, whoever asks how often.
 */
@Wellness
@ApplicationScoped
class RelayReachable implements HealthCheck {

    private final RelayProbe probe;
    private final DeliveryConfig config;
    private volatile boolean reachable = true;

    RelayReachable(RelayProbe probe, DeliveryConfig config) {
        this.probe = probe;
        this.config = config;
    }

    @Scheduled(every = "60s", identity = "look-at-relay", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        // A node that sends nothing need not get through.
        reachable = !config.enabled() || probe.troubleByItself().isEmpty();
    }

    /** What the relay said is for admins: they ask the doctor. */
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("relay reachable").status(reachable).build();
    }
}
