package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.relay.RelayConfig;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Each {@link Allowance} here is a node's. */
@QuarkusTest
class AllowanceTest {

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("UPDATE delivery_allowance SET since = 'epoch', used = 0");
        }
    }

    @Test
    void without_limits_all_is_granted() throws Exception {
        assertThat(node("per-connection", 1).take(1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void nodes_and_restarts_share_the_hour() throws Exception {
        int limit = 1_000;
        var before = now();
        int granted = takeOnFourNodes("per-hour", limit, 50);
        // A new hour may have begun meanwhile.
        long hours = 1 + ChronoUnit.HOURS.between(before.truncatedTo(ChronoUnit.HOURS), now());
        assertThat(granted).isBetween(limit, (int) (limit * hours));
    }

    @Test
    void nodes_share_the_second() throws Exception {
        int limit = 100;
        var before = now();
        int granted = takeOnFourNodes("per-second", limit, 20);
        long seconds = 1 + ChronoUnit.SECONDS.between(before.truncatedTo(ChronoUnit.SECONDS), now());
        assertThat(granted).isBetween(limit, (int) (limit * seconds));
    }

    @Test
    void what_was_not_used_can_be_taken_again() throws Exception {
        var node = node("per-hour", 10);
        var before = now().truncatedTo(ChronoUnit.HOURS);
        assertThat(node.take(8)).isEqualTo(8);
        node.giveBack(5);
        int left = node("per-hour", 10).take(100);
        assertThat(left).isEqualTo(Duration.between(before, now()).toHours() == 0 ? 7 : 10);
    }

    private int takeOnFourNodes(String limit, int value, int times) throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var taken = new ArrayList<Future<Integer>>();
            for (int thread = 0; thread < 4; thread++) {
                taken.add(threads.submit((Callable<Integer>) () -> {
                    int sum = 0;
                    for (int i = 0; i < times; i++) {
                        sum += node(limit, value).take(20);
                    }
                    return sum;
                }));
            }
            int sum = 0;
            for (var node : taken) {
                sum += node.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    private Allowance node(String limit, int value) {
        return new Allowance(database, new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(DeliveryConfig.class)
                .withMapping(RelayConfig.class)
                .withDefaultValue("viestka.delivery." + limit, String.valueOf(value)).build()
                .getConfigMapping(DeliveryConfig.class));
    }

    /** By the clock that counts. */
    private Instant now() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }
}
