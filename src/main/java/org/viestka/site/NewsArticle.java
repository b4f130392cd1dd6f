package org.viestka.site;

import java.util.LinkedHashMap;
import java.util.Map;

import org.viestka.commentary.Translation;
import org.viestka.publication.Publication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A commentary as search engines understand it (JSON-LD, schema.org). */
final class NewsArticle {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NewsArticle() {}

    /** For a script element, which no text in it can close. */
    static String of(Translation translation, Publication publication) {
        var commentary = translation.commentary;
        var address = publication.link(translation.path());
        var publisher = Map.of("@type", "Organization", "name", publication.name(translation.language));
        var article = new LinkedHashMap<String, Object>();
        article.put("@context", "https://schema.org");
        article.put("@type", "NewsArticle");
        article.put("headline", translation.title);
        article.put("description", translation.summary);
        article.put("inLanguage", translation.language);
        article.put("articleSection", Block.of(translation, publication).rubric());
        article.put("datePublished", commentary.publishedAt.toString());
        article.put("dateModified", commentary.updatedAt.toString());
        article.put("url", address);
        article.put("mainEntityOfPage", address);
        article.put("author", publisher);
        article.put("publisher", publisher);
        try {
            return JSON.writeValueAsString(article).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
