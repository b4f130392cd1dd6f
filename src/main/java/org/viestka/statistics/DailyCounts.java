package org.viestka.statistics;

import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;

/**
 * Keeps history as counts by day. Every minute, on whichever node comes first, today's counts are written again; what stands
 * there when the day ends is that day's. While no node was up nothing changed, so days without counts are those of the last
 * day that has some.
 */
@ApplicationScoped
class DailyCounts {

    /** Any number that is ours alone: one node at a time. */
    private static final long LOCK = 0x7669657374646179L;

    private final AgroalDataSource database;
    private final Publication publication;
    private final MeterRegistry metrics;
    private final Clock clock;

    DailyCounts(AgroalDataSource database, Publication publication, MeterRegistry metrics, Clock clock) {
        this.database = database;
        this.publication = publication;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(every = "60s", identity = "count-days", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void count() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var lock = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
            lock.next();
            if (lock.getBoolean(1)) {
                var today = LocalDate.ofInstant(clock.instant(), publication.zone());
                putMovementsIntoDays(connection);
                fillDaysOfDowntime(connection, today);
                countSubscribers(connection, today);
            }
        }
    }

    private void putMovementsIntoDays(Connection connection) throws SQLException {
        try (var fold = connection
                .prepareStatement("WITH taken AS (DELETE FROM subscriber_movement RETURNING at, edition, kind, n),"
                        + " days AS (SELECT (coalesce(at, ?) AT TIME ZONE ?)::date AS day, edition, kind, sum(n) AS n FROM taken GROUP BY 1, 2, 3)"
                        + " INSERT INTO movement_day AS d SELECT day, edition, kind, n FROM days"
                        + " ON CONFLICT (day, edition, kind) DO UPDATE SET n = d.n + excluded.n"
                        + " RETURNING edition, kind, (SELECT n FROM days WHERE days.day = d.day AND days.edition = d.edition"
                        + " AND days.kind = d.kind)")) {
            fold.setTimestamp(1, Timestamp.from(clock.instant()));
            fold.setString(2, publication.zone().getId());
            try (var rows = fold.executeQuery()) {
                while (rows.next()) {
                    metrics.counter("viestka.reader.movements", "edition", rows.getString(1), "kind",
                            rows.getString(2).toLowerCase(Locale.ROOT)).increment(rows.getInt(3));
                }
            }
        }
    }

    private static void fillDaysOfDowntime(Connection connection, LocalDate today) throws SQLException {
        try (var fill = connection.prepareStatement("INSERT INTO subscriber_day (day, edition, status, n)"
                + " SELECT missed::date, edition, status, n FROM subscriber_day,"
                + " generate_series(day + 1, ?::date - 1, interval '1 day') AS missed"
                + " WHERE day = (SELECT max(day) FROM subscriber_day WHERE day < ?)")) {
            fill.setDate(1, Date.valueOf(today));
            fill.setDate(2, Date.valueOf(today));
            fill.executeUpdate();
        }
    }

    private void countSubscribers(Connection connection, LocalDate today) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO subscriber_day (day, edition, status, n)"
                + " SELECT ?, edition, status, coalesce(counted.n, 0) FROM unnest(?::text[]) AS edition"
                + " CROSS JOIN unnest(?::text[]) AS status"
                + " LEFT JOIN (" + CurrentCounts.SQL + ") AS counted USING (edition, status)"
                + " ON CONFLICT (day, edition, status) DO UPDATE SET n = excluded.n")) {
            insert.setDate(1, Date.valueOf(today));
            insert.setArray(2, connection.createArrayOf("text",
                    publication.editions().stream().map(Edition::key).toArray()));
            insert.setArray(3, connection.createArrayOf("text",
                    Arrays.stream(SubscriberStatus.values()).map(Enum::name).toArray()));
            insert.executeUpdate();
        }
    }
}
