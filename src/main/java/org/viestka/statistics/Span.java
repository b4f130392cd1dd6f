package org.viestka.statistics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Violations;

/**
 * The days that are asked for.
 *
 * @param to the last one, inclusive
 */
record Span(LocalDate from, LocalDate to) {

    /** Ten years: more is a mistake, and a long answer. */
    static final int MOST_DAYS = 3_660;
    private static final int USUAL_DAYS = 182;

    /**
     * @param from ISO 8601; null for half a year before the end
     * @param to ISO 8601; null for today
     * @return null where a violation was noted
     */
    static Span parse(String from, String to, LocalDate today, Violations violations) {
        var last = to == null ? today : date(to, "to", violations);
        var first = from == null ? last == null ? null : last.minusDays(USUAL_DAYS - 1L) : date(from, "from", violations);
        if (first == null || last == null) {
            return null;
        }
        boolean good = violations.check(!first.isAfter(last), "from", Words::invalid_span_order)
                && violations.check(ChronoUnit.DAYS.between(first, last) < MOST_DAYS, "from",
                        words -> words.invalid_span_length(MOST_DAYS));
        return good ? new Span(first, last) : null;
    }

    private static LocalDate date(String text, String field, Violations violations) {
        try {
            var date = LocalDate.parse(text);
            // What PostgreSQL and people can do with.
            return violations.check(date.getYear() >= 1970 && date.getYear() <= 9999, field, Words::invalid_date) ? date : null;
        } catch (DateTimeException e) {
            violations.check(false, field, Words::invalid_date);
            return null;
        }
    }

    List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    /** Whole weeks, with those of the first and the last day. */
    List<Week> weeks() {
        return Stream.iterate(Week.of(from), week -> !week.monday().isAfter(to), Week::next).toList();
    }

    Instant start(ZoneId zone) {
        return from.atStartOfDay(zone).toInstant();
    }

    /** The first instant after it. */
    Instant end(ZoneId zone) {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
