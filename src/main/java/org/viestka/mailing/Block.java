package org.viestka.mailing;

import java.util.List;

import org.viestka.commentary.Commentary;
import org.viestka.commentary.Translation;
import org.viestka.markdown.Typography;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.publication.Words;

import io.quarkus.qute.RawString;

/**
 * One commentary as a mail carries it: one language, and a link to each other one of the edition.
 *
 * @param language of everything in the block
 * @param summary empty where there is no room for it
 * @param html the body, safe; empty where there is no room for it
 * @param text the body for plain text; empty with {@code html}
 */
record Block(String language, String rubric, String title, Trend trend, String verdict, String summary, RawString html,
        String text, String url, String readMore, List<Other> others) {

    /** The same commentary in another language of the edition. */
    record Other(String language, String label, String url) {}

    static Block of(Commentary commentary, List<String> languages, Publication publication) {
        var translation = commentary.inFirstOf(languages).orElseThrow();
        var language = translation.language;
        var words = Publication.words(language);
        var body = translation.body(publication);
        var rubric = publication.rubric(commentary.rubric).map(r -> r.name(language)).orElse(commentary.rubric);
        return new Block(language, rubric, Typography.of(language, translation.title), commentary.trend,
                commentary.trend.words(words),
                Typography.of(language, translation.summary),
                new RawString(MailHtml.styled(body.mail())), body.text(),
                publication.link(translation.path()), words.teaser_more(),
                languages.stream().filter(other -> !other.equals(language) && commentary.translations.containsKey(other))
                        .map(other -> other(commentary.translations.get(other), publication)).toList());
    }

    private static Other other(Translation translation, Publication publication) {
        Words words = Publication.words(translation.language);
        return new Other(translation.language, words.mailing_read_in_this_language(), publication.link(translation.path()));
    }

    /** A teaser: what is left leads to the whole. */
    Block withoutBody() {
        return new Block(language, rubric, title, trend, verdict, summary, new RawString(""), "", url, readMore, others);
    }

    Block withoutSummary() {
        return new Block(language, rubric, title, trend, verdict, "", html, text, url, readMore, others);
    }

    /** A shape beside the word, so that the verdict does not hang on colour. */
    public String sign() {
        return switch (trend) {
            case IMPROVED -> "▲";
            case UNCHANGED -> "■";
            case WORSENED -> "▼";
        };
    }
}
