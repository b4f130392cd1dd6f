package org.viestka.issue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

import org.viestka.publication.Week;

/** A day of the week and a time, for example {@code Monday 09:00}; or {@code off}. */
public final class SendTime {

    private final DayOfWeek day;
    private final LocalTime time;

    private SendTime(DayOfWeek day, LocalTime time) {
        this.day = day;
        this.time = time;
    }

    /** @throws IllegalArgumentException for any other form; the message says so, as the end of a sentence */
    public static SendTime parse(String text) {
        var words = text.trim().toUpperCase(Locale.ROOT).split("\\s+");
        if (words.length == 1 && words[0].equals("OFF")) {
            return new SendTime(null, null);
        }
        try {
            return new SendTime(DayOfWeek.valueOf(words[0]), LocalTime.parse(words[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeParseException e) {
            throw new IllegalArgumentException("is no day and time like Monday 09:00, and not off");
        }
    }

    /** The first such time after the week is over. Where clocks skip it, the next instant there is; empty for {@code off}. */
    Optional<Instant> dueAt(Week week, ZoneId zone) {
        if (day == null) {
            return Optional.empty();
        }
        var date = week.next().monday().with(TemporalAdjusters.nextOrSame(day));
        return Optional.of(date.atTime(time).atZone(zone).toInstant());
    }
}
