package org.viestka.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

import org.jboss.logging.Logger;
import org.viestka.vault.Vault;
import org.viestka.web.ClientNetwork;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;

/**
 * How many sign-ups an hour may bring, from one network and in all. Counted in the database, so that it holds over nodes and
 * restarts; no address of anybody is kept, only a keyed hash that goes after a while. The address asked for plays no part, so
 * the answer tells nothing of it.
 */
@ApplicationScoped
class SignUpLimits {

    private static final Logger LOG = Logger.getLogger(SignUpLimits.class);
    private static final String ALL = "all";
    private static final Duration LEAST_KEPT = Duration.ofHours(1);

    private final SubscriptionConfig config;
    private final Vault vault;
    private final Clock clock;
    private final EntityManager entities;
    private final ClientNetwork network;

    SignUpLimits(SubscriptionConfig config, Vault vault, Clock clock, EntityManager entities, ClientNetwork network) {
        this.config = config;
        this.vault = vault;
        this.clock = clock;
        this.entities = entities;
        this.network = network;
    }

    /** @throws Problem 429 with the seconds until the next hour */
    void count() {
        var now = clock.instant();
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        // The network's first: what it refuses must not use up the others' share.
        boolean fits = QuarkusTransaction.requiringNew()
                .call(() -> add(hour, network.current()) <= config.perNetwork() && addToAll(hour));
        if (!fits) {
            throw Problem.tooMany(Math.max(1, Duration.between(now, hour.plus(1, ChronoUnit.HOURS)).toSeconds()));
        }
    }

    @Scheduled(every = "1h", identity = "forget-sign-up-counts", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        var kept = config.countsKept().compareTo(LEAST_KEPT) < 0 ? LEAST_KEPT : config.countsKept();
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("DELETE FROM sign_up_count WHERE hour < ?1")
                .setParameter(1, clock.instant().minus(kept)).executeUpdate());
    }

    private boolean addToAll(Instant hour) {
        int used = add(hour, ALL);
        if (used == config.perHour() + 1) {
            LOG.warnf("More than %d sign-ups in an hour: somebody may use the form as a weapon. The rest of the hour gets 429.",
                    config.perHour());
        }
        return used <= config.perHour();
    }

    private int add(Instant hour, String network) {
        return ((Number) entities.createNativeQuery("INSERT INTO sign_up_count AS c (hour, network, used) VALUES (?1, ?2, 1)"
                + " ON CONFLICT (hour, network) DO UPDATE SET used = c.used + 1 RETURNING used")
                .setParameter(1, hour).setParameter(2, vault.networkHash(network)).getSingleResult()).intValue();
    }
}
