package org.viestka.publication;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Monday to Sunday, ISO 8601, named like {@code 2016-W49}.
 *
 * @param monday its first day
 */
@Schema(implementation = String.class, pattern = "\\d{4}-W\\d{2}", examples = "2016-W49")
public record Week(LocalDate monday) implements Comparable<Week> {

    private static final Pattern NAME = Pattern.compile("(\\d{4})-W(\\d{2})");

    public Week {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException(monday + " is no Monday");
        }
    }

    public static Week of(LocalDate day) {
        return new Week(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    /**
     * @param name for example {@code 2016-W49}
     * @throws IllegalArgumentException for any other form, and for a week that its year does not have
     */
    @JsonCreator
    public static Week parse(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the name of a week: use the form 2016-W49");
        }
        int year = Integer.parseInt(matcher.group(1));
        int number = Integer.parseInt(matcher.group(2));
        // January 4 is always in the first week of its ISO year.
        var fourth = LocalDate.of(year, 1, 4);
        if (number < 1 || number > IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(fourth).getMaximum()) {
            throw new IllegalArgumentException("the year " + year + " has no week " + number);
        }
        return of(fourth.plusWeeks(number - 1));
    }

    @JsonValue
    @Override
    public String toString() {
        int number = monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        var year = String.valueOf(monday.get(IsoFields.WEEK_BASED_YEAR));
        return "0".repeat(Math.max(0, 4 - year.length())) + year + (number < 10 ? "-W0" : "-W") + number;
    }

    public LocalDate sunday() {
        return monday.plusDays(6);
    }

    public Week next() {
        return new Week(monday.plusWeeks(1));
    }

    public Week previous() {
        return new Week(monday.minusWeeks(1));
    }

    /** The first instant of the week in a zone; the day may begin later than midnight there. */
    public Instant start(ZoneId zone) {
        return monday.atStartOfDay(zone).toInstant();
    }

    /** The first instant after the week in a zone. */
    public Instant end(ZoneId zone) {
        return next().start(zone);
    }

    /** For example {@code December 5 – December 11, 2016}, in the reader's language. */
    public String label(String language) {
        return WeekLabel.of(this, language, true);
    }

    /** The same, without the year when the whole week lies in {@code thisYear}. */
    public String label(String language, int thisYear) {
        return WeekLabel.of(this, language, monday.getYear() != thisYear || sunday().getYear() != thisYear);
    }

    @Override
    public int compareTo(Week other) {
        return monday.compareTo(other.monday);
    }
}
