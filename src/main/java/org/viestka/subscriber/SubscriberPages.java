package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.subscriber.SubscriberCounts.StretchCount;
import org.viestka.subscriber.SubscriberSearch.Filter;

import io.agroal.api.AgroalDataSource;

/**
 * Pages of the list in the order in which subscribers came. A page far inside costs what the first one costs: the counts say
 * in which stretch of places it begins, and only there rows are looked at.
 */
@ApplicationScoped
class SubscriberPages {

    private static final int STRETCH_BITS = 12;

    private final AgroalDataSource database;

    SubscriberPages(AgroalDataSource database) {
        this.database = database;
    }

    /** What is on a page, and how many there are in all. */
    record Found(List<UUID> ids, long total) {}

    /** Where a page is: rows of these stretches, without the first few. */
    private record Span(long first, long last, long skipped) {}

    Found find(Filter filter, boolean newestFirst, int page, int size) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var snapshot = connection.createStatement()) {
                // Counts and rows as of one moment: otherwise a sign-up in between would shift the page.
                snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                var counts = SubscriberCounts.byStretch(connection, filter);
                long total = counts.stream().mapToLong(StretchCount::n).sum();
                long from = (long) page * size;
                return new Found(from >= total
                        ? List.of()
                        : ids(connection, counts, span(counts, newestFirst, from, size), newestFirst, size), total);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static Span span(List<StretchCount> counts, boolean newestFirst, long from, int size) {
        var byStretch = new TreeMap<Long, Long>(newestFirst ? Collections.reverseOrder() : null);
        counts.forEach(count -> byStretch.merge(count.stretch(), count.n(), Long::sum));
        long before = 0;
        Long first = null;
        long skipped = 0;
        for (var stretch : byStretch.entrySet()) {
            long until = before + stretch.getValue();
            if (first == null && until > from) {
                first = stretch.getKey();
                skipped = from - before;
            }
            if (first != null && until >= from + size) {
                return new Span(first, stretch.getKey(), skipped);
            }
            before = until;
        }
        return new Span(first, byStretch.lastKey(), skipped);
    }

    private static List<UUID> ids(Connection connection, List<StretchCount> counts, Span span, boolean newestFirst, int size)
            throws SQLException {
        var kinds = counts.stream().map(count -> List.of(count.edition(), count.status().name())).distinct().toList();
        var order = newestFirst ? " ORDER BY place DESC" : " ORDER BY place";
        // For each edition and status a piece of the index, whatever the planner thinks of how they are spread.
        try (var select = connection.prepareStatement("SELECT s.id FROM (SELECT one.place FROM unnest(?::text[], ?::text[])"
                + " AS kind (edition, status), LATERAL (SELECT place FROM subscriber WHERE edition = kind.edition"
                + " AND status = kind.status AND place >= ? AND place < ?" + order + " LIMIT ?) AS one" + order
                + " OFFSET ? LIMIT ?) AS page JOIN subscriber s USING (place)" + order)) {
            select.setArray(1, connection.createArrayOf("text", kinds.stream().map(kind -> kind.get(0)).toArray()));
            select.setArray(2, connection.createArrayOf("text", kinds.stream().map(kind -> kind.get(1)).toArray()));
            select.setLong(3, Math.min(span.first(), span.last()) << STRETCH_BITS);
            select.setLong(4, Math.max(span.first(), span.last()) + 1 << STRETCH_BITS);
            select.setLong(5, span.skipped() + size);
            select.setLong(6, span.skipped());
            select.setInt(7, size);
            try (var rows = select.executeQuery()) {
                var ids = new ArrayList<UUID>();
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
                return ids;
            }
        }
    }
}
