package org.viestka.site;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.commentary.Translation;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The entries of {@link Feed} for those who would rather not read XML (JSON Feed 1.1). */
@ApplicationScoped
class JsonFeed {

    static final String MEDIA_TYPE = "application/feed+json";

    private final Publication publication;
    private final ObjectMapper json;

    JsonFeed(Publication publication, ObjectMapper json) {
        this.publication = publication;
        this.json = json;
    }

    /** @param rubric whose commentaries these are; null for all */
    String of(String language, Rubric rubric, List<Translation> latest) {
        var feed = new LinkedHashMap<String, Object>();
        feed.put("version", "https://jsonfeed.org/version/1.1");
        feed.put("title", Feed.title(language, rubric, publication));
        feed.put("home_page_url", publication.link(Feed.home(language, rubric)));
        feed.put("feed_url", publication.link(Feed.path(language, rubric) + "/feed.json"));
        feed.put("language", language);
        feed.put("authors", List.of(Map.of("name", publication.name(language))));
        feed.put("items", latest.stream().map(this::item).toList());
        try {
            return json.writeValueAsString(feed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> item(Translation translation) {
        var commentary = translation.commentary;
        var block = Block.of(translation, publication);
        var item = new LinkedHashMap<String, Object>();
        item.put("id", Feed.id(translation));
        item.put("url", publication.link(translation.path()));
        item.put("title", translation.title);
        item.put("summary", translation.summary);
        item.put("content_html", Feed.content(block, translation, publication));
        item.put("date_published", commentary.publishedAt.toString());
        item.put("date_modified", commentary.updatedAt.toString());
        item.put("tags", List.of(block.rubric()));
        item.put("language", translation.language);
        return item;
    }
}
