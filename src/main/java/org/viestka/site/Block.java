package org.viestka.site;

import org.viestka.commentary.Commentary;
import org.viestka.commentary.Teaser;
import org.viestka.commentary.Translation;
import org.viestka.markdown.Typography;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;

/**
 * One commentary as a page shows it.
 *
 * @param language of everything in the block, which need not be that of the page
 * @param verdict the trend in words
 * @param path as browsers ask for it
 * @param more what the link to the whole text says
 */
record Block(String language, String rubric, Trend trend, String verdict, String title, String summary, String path,
        String more) {

    static Block of(Teaser teaser, Publication publication) {
        return of(teaser.language(), teaser.rubric(), teaser.trend(), teaser.title(), teaser.summary(), teaser.path(),
                publication);
    }

    static Block of(Translation translation, Publication publication) {
        Commentary commentary = translation.commentary;
        return of(translation.language, commentary.rubric, commentary.trend, translation.title, translation.summary,
                translation.path(), publication);
    }

    private static Block of(String language, String rubric, Trend trend, String title, String summary, String path,
            Publication publication) {
        var words = Publication.words(language);
        var name = publication.rubric(rubric).map(r -> r.name(language)).orElse(rubric);
        return new Block(language, name, trend, trend.words(words), Typography.of(language, title),
                Typography.of(language, summary), publication.path(path), words.teaser_more());
    }

    /** A shape beside the words, so that the verdict does not hang on colour. */
    public String sign() {
        return switch (trend) {
            case IMPROVED -> "▲";
            case UNCHANGED -> "■";
            case WORSENED -> "▼";
        };
    }
}
