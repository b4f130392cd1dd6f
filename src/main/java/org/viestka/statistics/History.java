package org.viestka.statistics;

import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Week;
import org.viestka.statistics.Series.Chart;
import org.viestka.subscriber.SubscriberStatus;

import io.agroal.api.AgroalDataSource;

/** Reads what {@link DailyCounts} keeps. */
@ApplicationScoped
class History {

    private final AgroalDataSource database;

    History(AgroalDataSource database) {
        this.database = database;
    }

    /** Subscribers by edition and status as they stand in this moment. */
    Map<String, Map<String, Long>> now(List<String> editions) throws SQLException {
        try (var connection = database.getConnection(); var select = connection.prepareStatement(CurrentCounts.SQL)) {
            var counts = read(select);
            var now = new LinkedHashMap<String, Map<String, Long>>();
            for (var edition : editions) {
                var byStatus = new LinkedHashMap<String, Long>();
                statuses().forEach(status -> byStatus.put(status.toLowerCase(Locale.ROOT),
                        counts.getOrDefault(List.of(edition, status), 0L)));
                now.put(edition, byStatus);
            }
            return now;
        }
    }

    /** Subscribers by edition and status at the end of each day. */
    Chart<LocalDate> subscribers(Span span, List<String> editions) throws SQLException {
        var counts = counts("SELECT edition, status, n, day::text FROM subscriber_day WHERE day BETWEEN ? AND ?", span.from(),
                span.to());
        var days = span.days();
        // A day that was counted has every status of every edition that was there.
        return new Chart<>(days, lines(editions, statuses()).map(line -> Series.of(line.get(0),
                line.get(1).toLowerCase(Locale.ROOT),
                days.stream().map(day -> counts.get(List.of(line.get(0), line.get(1), day.toString()))).toList())).toList());
    }

    /** What readers did, by week; of the first and the last week all days. */
    Chart<Week> movements(Span span, List<String> editions) throws SQLException {
        var weeks = span.weeks();
        var counts = counts("SELECT edition, kind, sum(n), date_trunc('week', day)::date::text FROM movement_day"
                + " WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 4", weeks.get(0).monday(), weeks.get(weeks.size() - 1).sunday());
        var kinds = Arrays.stream(Movement.values()).map(Enum::name).toList();
        return new Chart<>(weeks, lines(editions, kinds).map(line -> Series.of(line.get(0), Movement.valueOf(line.get(1)),
                weeks.stream()
                        .map(week -> counts.getOrDefault(List.of(line.get(0), line.get(1), week.monday().toString()), 0L))
                        .toList()))
                .toList());
    }

    private static List<String> statuses() {
        return Arrays.stream(SubscriberStatus.values()).map(Enum::name).toList();
    }

    private static Stream<List<String>> lines(List<String> editions, List<String> names) {
        return editions.stream().flatMap(edition -> names.stream().map(name -> List.of(edition, name)));
    }

    private Map<List<String>, Long> counts(String sql, LocalDate from, LocalDate to) throws SQLException {
        try (var connection = database.getConnection(); var select = connection.prepareStatement(sql)) {
            select.setDate(1, Date.valueOf(from));
            select.setDate(2, Date.valueOf(to));
            return read(select);
        }
    }

    /** By the first two columns and, where there is one, the fourth. */
    private static Map<List<String>, Long> read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var counts = new HashMap<List<String>, Long>();
            boolean dated = rows.getMetaData().getColumnCount() == 4;
            while (rows.next()) {
                counts.put(dated
                        ? List.of(rows.getString(1), rows.getString(2), rows.getString(4))
                        : List.of(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
            return counts;
        }
    }
}
