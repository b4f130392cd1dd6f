package org.viestka.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.viestka.commentary.CommentaryInput;
import org.viestka.commentary.CommentaryInput.TranslationInput;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;

/** What the newsroom of the tests writes. The texts stand in {@code src/test/resources/samples}. */
public final class Samples {

    /** The reference week, which is over at {@link MovableClock#WEDNESDAY}. */
    public static final Week WEEK = Week.parse("2016-W49");
    public static final String ELITE = "ruling-elite";
    public static final String SOCIETY = "society-and-political-parties";
    public static final String SECURITY = "security-issues";
    public static final String WEST = "belarus-west-relations";
    public static final String RUSSIA = "belarus-russia-relations";
    /** In the order of an issue. */
    public static final List<String> RUBRICS = List.of(ELITE, SOCIETY, SECURITY, WEST, RUSSIA);

    private Samples() {}

    /** In English, Belarusian and Russian. */
    public static CommentaryInput commentary(Week week, String rubric, Trend trend) {
        return commentary(week, rubric, trend, "en", "be", "ru");
    }

    public static CommentaryInput commentary(Week week, String rubric, Trend trend, String... languages) {
        var translations = new LinkedHashMap<String, TranslationInput>();
        for (var language : languages) {
            translations.put(language, translation(rubric, language));
        }
        return new CommentaryInput(rubric, week.toString(), trend.key(), null, translations);
    }

    /** In English alone, with a text of the test's own. */
    public static CommentaryInput english(Week week, String title, String summary, String body) {
        return new CommentaryInput(ELITE, week.toString(), Trend.UNCHANGED.key(), null,
                Map.of("en", new TranslationInput(title, summary, body)));
    }

    public static TranslationInput translation(String rubric, String language) {
        try (var file = Samples.class.getResourceAsStream("/samples/" + rubric + "." + language + ".md")) {
            // First line: title; second: summary; the rest: body.
            var parts = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip().split("\n", 3);
            return new TranslationInput(parts[0], parts[1], parts[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
