package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DatabaseWatchTest {

    private static final String NOBODY_THERE = "jdbc:postgresql://127.0.0.1:1/none";

    @Inject
    Scheduler scheduler;

    @Inject
    AgroalDataSource database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Test
    void whoever_asks_for_health_does_not_ask_the_database() throws SQLException {
        try (var pool = pool(NOBODY_THERE)) {
            var watch = new DatabaseWatch(pool, scheduler);
            var health = new DatabaseWritable(watch);
            assertThat(health.call().getStatus()).isEqualTo(Status.UP);
            watch.look();
            assertThat(health.call().getStatus()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void a_pool_that_is_merely_busy_is_no_outage() throws SQLException {
        try (var pool = pool(url)) {
            var watch = new DatabaseWatch(pool, scheduler);
            try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
                watch.look();
                assertThat(watch.takesWrites()).isTrue();
                statement.execute("SET default_transaction_read_only = on");
            }
            watch.look();
            assertThat(watch.takesWrites()).isFalse();
            try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
                watch.look();
                assertThat(watch.takesWrites()).isFalse();
                statement.execute("SET default_transaction_read_only = off");
            }
            watch.look();
            assertThat(watch.takesWrites()).isTrue();
        }
    }

    /** Agroal puts off letting go of one that is being validated, twice as often with each time that it looks, if there are two. */
    @Test
    void no_connection_is_validated_when_it_is_taken() {
        var pool = database.getConfiguration().connectionPoolConfiguration();
        assertThat(pool.idleValidationTimeout()).isZero();
        assertThat(pool.validateOnBorrow()).isFalse();
    }

    private static AgroalDataSource pool(String url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool
                .maxSize(1).acquisitionTimeout(Duration.ofMillis(500))
                .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url).principal(new NamePrincipal("postgres"))
                        .credential(new SimplePassword("postgres")))));
    }
}
