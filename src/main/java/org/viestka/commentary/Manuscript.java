package org.viestka.commentary;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.viestka.commentary.CommentaryInput.TranslationInput;
import org.viestka.markdown.Body;
import org.viestka.markdown.Signs;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Problem;
import org.viestka.web.Violations;

/** An editor's input, checked and cleaned. */
record Manuscript(Rubric rubric, Week week, Trend trend, int position, Map<String, TranslationInput> texts) {

    /** @throws Problem 400 with everything that is wrong */
    static Manuscript of(CommentaryInput input, Publication publication) {
        if (input == null) {
            throw Problem.invalid("", Words::invalid_json);
        }
        var violations = new Violations();
        var rubric = publication.rubric(Objects.requireNonNullElse(input.rubric(), "")).orElse(null);
        violations.check(rubric != null, "rubric", input.rubric() == null ? Words::invalid_missing : Words::invalid_rubric);
        var week = week(input.week(), violations);
        var trend = trend(input.trend(), violations);
        var texts = texts(input.translations(), publication, violations);
        violations.throwIfAny();
        int position = Objects.requireNonNullElseGet(input.position(), () -> publication.rubrics().indexOf(rubric));
        return new Manuscript(rubric, week, trend, position, texts);
    }

    private static Week week(String name, Violations violations) {
        if (violations.check(name != null, "week", Words::invalid_missing)) {
            try {
                return Week.parse(name);
            } catch (IllegalArgumentException noSuchWeek) {
                violations.check(false, "week", Words::invalid_week);
            }
        }
        return null;
    }

    private static Trend trend(String key, Violations violations) {
        if (violations.check(key != null, "trend", Words::invalid_missing)) {
            for (var trend : Trend.values()) {
                if (trend.key().equals(key.toLowerCase(Locale.ROOT))) {
                    return trend;
                }
            }
            violations.check(false, "trend", Words::invalid_trend);
        }
        return null;
    }

    private static Map<String, TranslationInput> texts(Map<String, TranslationInput> translations, Publication publication,
            Violations violations) {
        var texts = new LinkedHashMap<String, TranslationInput>();
        if (!violations.check(translations != null && !translations.isEmpty(), "translations",
                Words::invalid_no_translation)) {
            return texts;
        }
        translations.forEach((language, given) -> {
            var field = "translations." + language;
            if (violations.check(publication.speaks(language), field, Words::invalid_language)
                    && violations.check(given != null, field, Words::invalid_missing)) {
                texts.put(language, text(given, language, publication, violations));
            }
        });
        return texts;
    }

    private static TranslationInput text(TranslationInput given, String language, Publication publication,
            Violations violations) {
        var field = "translations." + language;
        // A title is one line, whatever it was pasted from.
        var title = given.title() == null ? null : Signs.clean(given.title()).replaceAll("\\s+", " ").strip();
        var summary = given.summary() == null ? null : Signs.clean(given.summary()).strip();
        var body = given.body() == null ? null : Signs.clean(given.body()).stripTrailing();
        violations.text(title, TranslationInput.TITLE, field + ".title");
        violations.text(summary, TranslationInput.SUMMARY, field + ".summary");
        if (violations.text(body, TranslationInput.BODY, field + ".body")) {
            // A comment, say, or a note that nothing refers to.
            var seen = Body.of(body, language, publication::link, "/" + language).text();
            violations.check(!seen.isBlank(), field + ".body", Words::invalid_missing);
        }
        return new TranslationInput(title, summary, body);
    }
}
