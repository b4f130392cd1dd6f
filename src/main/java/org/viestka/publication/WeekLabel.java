package org.viestka.publication;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import com.ibm.icu.text.DateIntervalFormat;
import com.ibm.icu.util.DateInterval;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;

/** How readers are told a week: CLDR's intervals, and the house style in English, which names the month on both sides. */
final class WeekLabel {

    private static final DateTimeFormatter EN_DAY = DateTimeFormatter.ofPattern("MMMM d", Locale.ENGLISH);
    private static final DateTimeFormatter EN_FULL = DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);

    private WeekLabel() {}

    static String of(Week week, String language, boolean withYear) {
        return language.equals("en") ? english(week, withYear) : interval(week, language, withYear);
    }

    private static String english(Week week, boolean withYear) {
        boolean twoYears = week.monday().getYear() != week.sunday().getYear();
        return week.monday().format(twoYears ? EN_FULL : EN_DAY) + " – "
                + week.sunday().format(withYear || twoYears ? EN_FULL : EN_DAY);
    }

    private static String interval(Week week, String language, boolean withYear) {
        var format = DateIntervalFormat.getInstance(withYear ? "yMMMMd" : "MMMMd", new ULocale(language));
        format.setTimeZone(TimeZone.GMT_ZONE);
        // CLDR's narrow no-break space is missing in many mail clients' fonts.
        return format.format(new DateInterval(noon(week.monday()), noon(week.sunday()))).replace('\u202f', '\u00a0');
    }

    private static long noon(LocalDate day) {
        return day.toEpochDay() * 86_400_000L + 43_200_000L;
    }
}
