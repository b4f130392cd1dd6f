package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** How many subscribers there are. A trigger adds to the counts with each change; nobody counts a million rows for a page. */
@ApplicationScoped
class SubscriberCounts {

    private final AgroalDataSource database;

    SubscriberCounts(AgroalDataSource database) {
        this.database = database;
    }

    /** Subscribers of one edition in one status. */
    record Count(String edition, SubscriberStatus status, long n) {}

    /** The same within one stretch of 4,096 places. */
    record StretchCount(String edition, SubscriberStatus status, long stretch, long n) {}

    /** Those that are not nought. */
    List<Count> totals() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "SELECT edition, status, sum(n) FROM subscriber_count GROUP BY 1, 2 HAVING sum(n) > 0 ORDER BY 1, 2");
                var rows = select.executeQuery()) {
            var counts = new ArrayList<Count>();
            while (rows.next()) {
                counts.add(new Count(rows.getString(1), SubscriberStatus.valueOf(rows.getString(2)), rows.getLong(3)));
            }
            return counts;
        }
    }

    /** Those of a filter by stretch, in order, as the transaction sees them. */
    static List<StretchCount> byStretch(Connection connection, SubscriberSearch.Filter filter) throws SQLException {
        try (var select = connection.prepareStatement("SELECT edition, status, stretch, sum(n) FROM subscriber_count"
                + filter.where("") + " GROUP BY 1, 2, 3 HAVING sum(n) > 0 ORDER BY stretch")) {
            filter.set(select, 1);
            try (var rows = select.executeQuery()) {
                var counts = new ArrayList<StretchCount>();
                while (rows.next()) {
                    counts.add(new StretchCount(rows.getString(1), SubscriberStatus.valueOf(rows.getString(2)),
                            rows.getLong(3), rows.getLong(4)));
                }
                return counts;
            }
        }
    }

    /**
     * Puts rows together that count the same. Two nodes that do so at once do no harm: each puts back the sum of just what it
     * took.
     */
    @Scheduled(every = "30s", identity = "fold-subscriber-counts", concurrentExecution = ConcurrentExecution.SKIP)
    void fold() throws SQLException {
        try (var connection = database.getConnection();
                var fold = connection.prepareStatement("WITH taken AS (DELETE FROM"
                        + " subscriber_count c USING (SELECT edition, status, stretch FROM subscriber_count GROUP BY 1, 2, 3"
                        + " HAVING count(*) > 1 OR sum(n) = 0) AS split WHERE c.edition = split.edition AND c.status = split.status"
                        + " AND c.stretch = split.stretch RETURNING c.edition, c.status, c.stretch, c.n)"
                        + " INSERT INTO subscriber_count SELECT edition, status, stretch, sum(n) FROM taken GROUP BY 1, 2, 3"
                        + " HAVING sum(n) <> 0")) {
            fold.executeUpdate();
        }
    }
}
