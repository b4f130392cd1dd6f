package org.viestka.lists;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as spreadsheets, database clients and other programs write them. Without a zone they are UTC. A date of which nobody can tell
 * the day from the month, such as 05/12/2016, is none.
 */
final class ImportTime {

    private static final String TIME = "(?:(?:[T,]|\\s)\\s*(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?::(?<second>\\d\\d)"
            + "(?:[.,]\\d{1,9})?)?\\s*(?:(?<utc>Z|UTC|GMT)|(?<offset>[+-]\\d\\d(?::?\\d\\d)?)(?:\\s*(?:UTC|\\[UTC]))?)?)?";
    private static final Pattern YEAR_FIRST = Pattern
            .compile("(?<year>\\d{4})([-/.])(?<month>\\d{1,2})\\2(?<day>\\d{1,2})" + TIME, Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY_FIRST = Pattern
            .compile("(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})" + TIME, Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY_OR_MONTH_FIRST = Pattern
            .compile("(?<day>\\d{1,2})([-/])(?<month>\\d{1,2})\\2(?<year>\\d{4})" + TIME, Pattern.CASE_INSENSITIVE);
    private static final Pattern EPOCH = Pattern.compile("(\\d{9,10})(?:\\d{3})?");
    /** The zero of databases and programs, which spreadsheets show in their own ways; west of Greenwich 1970 begins a day earlier. */
    private static final Pattern NOTHING = Pattern
            .compile("|(?:(?:0000|0001|1970)([-/.])0?[01]\\1(?:0?[01])|1969-12-31|1899-12-3[01]"
                    + "|1900-01-0[01]|(?:0?[01]([-/.])0?[01]\\2|00([-/.])00\\3)(?:0000|0001|1970)|31[-/.]12[-/.]1969|12[-/.]31[-/.]1969"
                    + "|30[-/.]12[-/.]1899|12[-/.]30[-/.]1899)(?:[T ,].*)?|0{1,2}:00(?:[:.]0{1,2})*", Pattern.CASE_INSENSITIVE);
    /** How far a clock can be ahead of UTC. */
    private static final Duration FARTHEST_ZONE = Duration.ofHours(14);

    private ImportTime() {}

    static boolean isNothing(String text) {
        return NOTHING.matcher(text).matches();
    }

    /** Empty where it is no time, beyond doubt, between 1970 and now. */
    static Optional<Instant> parse(String text, Instant now) {
        try {
            var time = instant(plain(text), now);
            // PostgreSQL knows no more than some thousand years before our time, and no reader subscribed then.
            return time == null || time.isAfter(now) || !time.isAfter(Instant.EPOCH) ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Without marks of direction, and with blanks of one kind. */
    private static String plain(String text) {
        return text.codePoints().filter(sign -> Character.getType(sign) != Character.FORMAT)
                .map(sign -> Character.isSpaceChar(sign) ? ' ' : sign)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static Instant instant(String text, Instant now) {
        var epoch = EPOCH.matcher(text);
        if (epoch.matches()) {
            return Instant.ofEpochSecond(Long.parseLong(epoch.group(1)));
        }
        for (var pattern : new Pattern[]{YEAR_FIRST, DAY_FIRST}) {
            var found = pattern.matcher(text);
            if (found.matches()) {
                return instant(found, number(found, "month"), number(found, "day"), now);
            }
        }
        var either = DAY_OR_MONTH_FIRST.matcher(text);
        if (either.matches()) {
            int first = number(either, "day");
            int second = number(either, "month");
            if (first > 12 || first == second) {
                return instant(either, second, first, now);
            }
            return second > 12 ? instant(either, first, second, now) : null;
        }
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).parse(text));
    }

    private static Instant instant(Matcher found, int month, int day, Instant now) {
        var time = LocalDateTime.of(number(found, "year"), month, day, number(found, "hour"), number(found, "minute"),
                number(found, "second"));
        var offset = found.group("offset");
        if (offset != null) {
            return time.toInstant(ZoneOffset.of(offset));
        }
        var utc = time.toInstant(ZoneOffset.UTC);
        // Where the clock that wrote it was ahead of UTC, it may seem to lie in the future.
        return found.group("utc") == null && utc.isAfter(now) && utc.minus(FARTHEST_ZONE).isBefore(now) ? now : utc;
    }

    private static int number(Matcher found, String group) {
        var digits = found.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
