package org.viestka.commentary;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;

/**
 * A commentary as the API gives it.
 *
 * @param publishedAt of the first publication; null until then
 * @param translations by language tag, in the publication's order
 */
record CommentaryJson(UUID id, String rubric, Week week, Trend trend, int position, CommentaryStatus status,
        Instant createdAt, Instant updatedAt, Instant publishedAt, Map<String, TranslationJson> translations) {

    /**
     * One language of it.
     *
     * @param link to its page, which readers see only once it is published
     */
    record TranslationJson(String title, String summary, String body, String slug, String link) {}

    static CommentaryJson of(Commentary commentary, Publication publication) {
        var translations = new LinkedHashMap<String, TranslationJson>();
        for (var language : publication.languages()) {
            var translation = commentary.translations.get(language);
            if (translation != null) {
                translations.put(language, new TranslationJson(translation.title, translation.summary, translation.body,
                        translation.slug, publication.link(translation.path())));
            }
        }
        return new CommentaryJson(commentary.id, commentary.rubric, commentary.week, commentary.trend, commentary.position,
                commentary.status, commentary.createdAt, commentary.updatedAt, commentary.publishedAt, translations);
    }
}
