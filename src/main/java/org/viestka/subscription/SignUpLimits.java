package org.viestka.subscription;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

import org.viestka.vault.Vault;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.vertx.ext.web.RoutingContext;

/**
 * How many sign-ups an hour may bring, from one network and in all. Counted in the database, so that it holds over nodes and
 * restarts; no address of anybody is kept, only a keyed hash that goes after a day. The address asked for plays no part, so
 * the answer tells nothing of it.
 */
@ApplicationScoped
class SignUpLimits {

    private static final String ALL = "all";
    private static final Duration KEPT = Duration.ofDays(1);
    /** An IPv6 customer has a /64 at the least; what follows is theirs to choose. */
    private static final int IPV6_NETWORK_OCTETS = 8;

    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?");

    private final SubscriptionConfig config;
    private final Vault vault;
    private final Clock clock;
    private final EntityManager entities;
    private final RoutingContext request;

    SignUpLimits(SubscriptionConfig config, Vault vault, Clock clock, EntityManager entities, RoutingContext request) {
        this.config = config;
        this.vault = vault;
        this.clock = clock;
        this.entities = entities;
        this.request = request;
    }

    /** @throws Problem 429 with the seconds until the next hour */
    void count() {
        var now = clock.instant();
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        // The network's first: what it refuses must not use up the others' share.
        boolean fits = QuarkusTransaction.requiringNew().call(() -> add(hour, network()) <= config.perNetwork()
                && add(hour, ALL) <= config.perHour());
        if (!fits) {
            throw Problem.tooMany(Math.max(1, Duration.between(now, hour.plus(1, ChronoUnit.HOURS)).toSeconds()));
        }
    }

    @Scheduled(every = "1h", identity = "forget-sign-up-counts", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("DELETE FROM sign_up_count WHERE hour < ?1")
                .setParameter(1, clock.instant().minus(KEPT)).executeUpdate());
    }

    private int add(Instant hour, String network) {
        return ((Number) entities.createNativeQuery("INSERT INTO sign_up_count AS c (hour, network, used) VALUES (?1, ?2, 1)"
                + " ON CONFLICT (hour, network) DO UPDATE SET used = c.used + 1 RETURNING used")
                .setParameter(1, hour).setParameter(2, vault.networkHash(network)).getSingleResult()).intValue();
    }

    /** Behind a proxy that the operator trusts this is what the proxy says (quarkus.http.proxy). */
    private String network() {
        var remote = request.request().remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : networkOf(remote.hostAddress());
    }

    static String networkOf(String address) {
        if (!NUMERIC.matcher(address).matches()) {
            return "unknown";
        }
        try {
            // Numeric, so it is parsed and never looked up.
            var octets = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(octets.length == 16 ? Arrays.copyOf(octets, IPV6_NETWORK_OCTETS) : octets);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
