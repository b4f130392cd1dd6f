package org.viestka.lists;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.subscriber.InvisibleSigns;

/** What a cell answers to the question whether or when something was so, as programs and people write it. */
enum Answer {

    YES, NO, NOTHING,
    /** Nobody can tell. */
    UNCLEAR;

    private static final Set<String> NO_AS_WELL = Set.of("-", "–", "—", "−", "none", "never", "not", "нет", "никогда", "ніколі",
            "ніколи",
            "nie", "niemals", "jamais", "nunca", "nigdy");
    /** What programs write where there is nothing to say. */
    private static final Set<String> EMPTY = Set.of("null", "nil", "nan", "nat", "undefined", "empty", "blank", "n/a", "na",
            "#n/a", "#н/д", "н/д", "leer", "vide", "vacío", "puste", "пусто", "пуста", "порожньо", "\\n", "\"\"");
    private static final Pattern BRACKETS = Pattern.compile("[(\\[{<]\\s*(.*?)\\s*[)\\]}>]");
    private static final Pattern COUNT = Pattern.compile("0+(?:[.,]0+)?|[1-9][0-9]{0,3}(?:[.,]0+)?");
    private static final String WORD = "(?<!\\p{L})(?:t|z|utc|gmt|msk|cet|cest|eet|eest|est|edt|pst|pdt|am|pm|at|st|nd|rd|th|г|р|"
            + "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|янв|фев|мар|апр|мая|май|июн|июл|авг|"
            + "сен|окт|ноя|дек)\\p{L}*+)(?!\\p{L})";
    /** More than can be read: that there is a time is enough. Spreadsheets show theirs as a number of days, too. */
    private static final Pattern TIME = Pattern.compile("(?=.*(?:(?<![0-9])(?:19[7-9]|20[0-9])[0-9](?![0-9])"
            + "|(?<![0-9])[0-9]{1,2}([./-])[0-9]{1,2}\\1[0-9]{2}(?![0-9])))(?:[0-9\\s.,:/+()-]|" + WORD + ")+"
            + "|[1-9][0-9]{4,18}(?:[.,][0-9]+)?");

    static Answer of(String cell) {
        var text = InvisibleSigns.strip(Formula.restore(cell)).toLowerCase(Locale.ROOT);
        var brackets = BRACKETS.matcher(text);
        text = brackets.matches() ? brackets.group(1) : text;
        if (text.isEmpty() || EMPTY.contains(text) || ImportTime.isNothing(text)) {
            return NOTHING;
        }
        if (NO_AS_WELL.contains(text)) {
            return NO;
        }
        if (COUNT.matcher(text).matches()) {
            return text.startsWith("0") ? NO : YES;
        }
        return ImportNames.yes(text).map(yes -> yes ? YES : NO).orElse(TIME.matcher(text).matches() ? YES : UNCLEAR);
    }
}
