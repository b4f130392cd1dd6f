package org.viestka.commentary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.viestka.markdown.Signs;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Violation;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A commentary as the API gives it.
 *
 * @param publishedAt of the first publication; null until then
 * @param translations by language tag, in the publication's order
 * @param warnings what readers will see otherwise than it was written, or not at all; null in a list, for which hundreds of bodies
 *        would have to be read
 */
record CommentaryJson(UUID id, String rubric, Week week, Trend trend, int position, CommentaryStatus status,
        Instant createdAt, Instant updatedAt, Instant publishedAt, Map<String, TranslationJson> translations,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "What of the bodies is shown otherwise than it was written, or not at all: HTML, pictures, links that"
                + " lead nowhere, notes that are missing, characters that nobody sees. Nothing of it keeps a commentary from being"
                + " published. Not in lists; what was taken out on saving is told in the answer to that alone.") List<Warning> warnings) {

    /**
     * What an editor should look at.
     *
     * @param field where, for example {@code translations.be.body}
     * @param message in the language of the request, with what was found
     */
    @Schema(name = "CommentaryWarning")
    record Warning(@Schema(examples = "translations.en.body") String field, String message) {}

    /**
     * One language of it.
     *
     * @param link to its page, which readers see only once it is published
     */
    record TranslationJson(String title, String summary, String body, String slug, String link) {}

    /** @param words in which warnings are told */
    static CommentaryJson of(Commentary commentary, Publication publication, Words words) {
        var found = new ArrayList<Violation>();
        for (var language : publication.languages()) {
            var translation = commentary.translations.get(language);
            if (translation != null) {
                found.addAll(translation.body(publication).warnings("translations." + language + ".body"));
            }
        }
        return with(found, words, commentary, publication);
    }

    /** As just saved: warns also of what was taken out of the input. */
    static CommentaryJson of(CommentaryInput input, Commentary commentary, Publication publication, Words words) {
        var found = new ArrayList<Violation>();
        for (var language : publication.languages()) {
            var given = input.translations().get(language);
            if (given != null) {
                var field = "translations." + language;
                found.addAll(Signs.warnings(given.title(), field + ".title"));
                found.addAll(Signs.warnings(given.summary(), field + ".summary"));
                found.addAll(commentary.translations.get(language).body(given.body(), publication)
                        .warnings(field + ".body"));
            }
        }
        return with(found, words, commentary, publication);
    }

    private static CommentaryJson with(List<Violation> found, Words words, Commentary commentary, Publication publication) {
        return with(found.stream().map(one -> new Warning(one.field(), one.message().apply(words))).toList(), commentary,
                publication);
    }

    static CommentaryJson inList(Commentary commentary, Publication publication) {
        return with(null, commentary, publication);
    }

    private static CommentaryJson with(List<Warning> warnings, Commentary commentary, Publication publication) {
        var translations = new LinkedHashMap<String, TranslationJson>();
        for (var language : publication.languages()) {
            var translation = commentary.translations.get(language);
            if (translation != null) {
                translations.put(language, new TranslationJson(translation.title, translation.summary, translation.body,
                        translation.slug, publication.link(translation.path())));
            }
        }
        return new CommentaryJson(commentary.id, commentary.rubric, commentary.week, commentary.trend, commentary.position,
                commentary.status, commentary.createdAt, commentary.updatedAt, commentary.publishedAt, translations,
                warnings);
    }
}
