package org.viestka.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;

/**
 * Forgets who was sent what. Rows go with their week as a whole, once every mailing of it has been over for the retention
 * time; the counts stay with the mailings. Nobody who sends or reads waits for it.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    /** Any number that is ours alone: one node at a time. */
    static final long LOCK = 0x76696573746b61L;

    private final AgroalDataSource database;
    private final DeliveryConfig config;
    private final Clock clock;

    Retention(AgroalDataSource database, DeliveryConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", identity = "forget-deliveries", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() throws SQLException {
        try (var guard = database.getConnection()) {
            // A lock of the transaction: one of the session would stay behind in a pooler such as PgBouncer.
            guard.setAutoCommit(false);
            try {
                if (isOurTurn(guard)) {
                    dropAll();
                }
            } finally {
                guard.rollback();
                guard.setAutoCommit(true);
            }
        }
    }

    /** The lock lasts as long as the transaction, in which nothing else is done: tables are detached outside of any. */
    private static boolean isOurTurn(Connection guard) throws SQLException {
        try (var statement = guard.createStatement();
                var lock = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
            lock.next();
            return lock.getBoolean(1);
        }
    }

    private void dropAll() throws SQLException {
        try (var connection = database.getConnection()) {
            for (var partition : over(connection)) {
                LongStatement.with(connection, () -> drop(connection, partition));
                LOG.infof("Forgot who was sent what: %s.", partition);
            }
        }
    }

    /** Partitions of weeks whose mailings have all been over for long enough. */
    private List<String> over(Connection connection) throws SQLException {
        try (var select = connection
                .prepareStatement("SELECT week FROM (SELECT week,"
                        + " bool_and(state IN ('FINISHED', 'CANCELLED') AND finished_at < ?) AS is_over FROM mailing GROUP BY week) AS weeks"
                        + " WHERE is_over AND to_regclass('delivery_' || lower(replace(week, '-', '_'))) IS NOT NULL")) {
            select.setTimestamp(1, Timestamp.from(clock.instant().minus(config.retention())));
            try (var rows = select.executeQuery()) {
                var partitions = new ArrayList<String>();
                while (rows.next()) {
                    partitions.add(WeekPartition.name(rows.getString(1)));
                }
                return partitions;
            }
        }
    }

    /** In steps that lock nobody out; one that was cut short is taken up where it stood. */
    private static boolean drop(Connection connection, String partition) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var attached = statement.executeQuery(
                    "SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = '" + partition + "'::regclass")) {
                if (attached.next()) {
                    var way = attached.getBoolean(1) ? "FINALIZE" : "CONCURRENTLY";
                    statement.execute("ALTER TABLE delivery DETACH PARTITION " + partition + " " + way);
                }
            }
            return statement.execute("DROP TABLE " + partition);
        }
    }
}
