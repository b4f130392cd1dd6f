package org.viestka.doctor;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * What waits in the queues, and what imports have done. Each node tells the same, since it is the database's: take the largest,
 * not the sum. Looked up in the background, so that nobody who collects metrics waits for the database.
 */
@ApplicationScoped
class QueueMetrics {

    /** Each by an index, or of a table that is nearly empty. */
    private static final String WAITING = "SELECT 'sign_ups', count(*) FROM sign_up UNION ALL"
            + " SELECT 'single_mails', count(*) FROM outbox UNION ALL"
            + " SELECT 'imports', count(*) FROM subscriber_import WHERE state IN ('QUEUED', 'RUNNING') UNION ALL"
            + " SELECT 'webhook_messages', count(*) FROM webhook_message WHERE done_at IS NULL UNION ALL"
            + " SELECT 'mailings', count(*) FROM mailing WHERE state = 'SENDING'";
    private static final String IMPORTED = "SELECT name, n FROM (SELECT coalesce(sum(added), 0) AS added,"
            + " coalesce(sum(changed), 0) AS changed, coalesce(sum(unchanged), 0) AS unchanged,"
            + " coalesce(sum(suppressed), 0) AS suppressed, coalesce(sum(invalid), 0) AS invalid"
            + " FROM subscriber_import WHERE NOT dry_run) AS sums, LATERAL (VALUES ('added', added), ('changed', changed),"
            + " ('unchanged', unchanged), ('suppressed', suppressed), ('invalid', invalid)) AS by_name(name, n)";

    private final AgroalDataSource database;
    private final MeterRegistry registry;
    private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> imported = new ConcurrentHashMap<>();

    QueueMetrics(AgroalDataSource database, MeterRegistry registry) {
        this.database = database;
        this.registry = registry;
    }

    @Scheduled(every = "15s", identity = "look-at-queues", concurrentExecution = ConcurrentExecution.SKIP)
    void look() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(WAITING)) {
                while (rows.next()) {
                    waiting.computeIfAbsent(rows.getString(1), this::gauge).set(rows.getLong(2));
                }
            }
            try (var rows = statement.executeQuery(IMPORTED)) {
                while (rows.next()) {
                    imported.computeIfAbsent(rows.getString(1), this::counter).set(rows.getLong(2));
                }
            }
        }
    }

    private AtomicLong gauge(String queue) {
        var size = new AtomicLong();
        Gauge.builder("viestka.queue.size", size, AtomicLong::doubleValue).description("What waits, of all nodes")
                .tag("queue", queue).register(registry);
        return size;
    }

    private AtomicLong counter(String result) {
        var rows = new AtomicLong();
        FunctionCounter.builder("viestka.import.rows", rows, AtomicLong::doubleValue)
                .description("Rows of imports, of all nodes").tag("result", result).register(registry);
        return rows;
    }
}
