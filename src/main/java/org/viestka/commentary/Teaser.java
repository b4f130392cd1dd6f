package org.viestka.commentary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

import org.viestka.publication.Trend;
import org.viestka.publication.Week;

/** What a list shows of a published commentary, in one language. Bodies stay in the database: they are long. */
public record Teaser(UUID commentary, Week week, String rubric, Trend trend, String language, String title, String summary,
        String slug) {

    /** The path of its page. */
    public String path() {
        return "/" + language + "/" + rubric + "/" + slug;
    }

    /** Of each commentary the one in the first of these languages that there is one in; order is kept. */
    public static List<Teaser> inFirstOf(List<String> languages, List<Teaser> teasers) {
        var chosen = new LinkedHashMap<UUID, Teaser>();
        for (var teaser : teasers) {
            if (languages.contains(teaser.language)) {
                chosen.merge(teaser.commentary, teaser, (one, other) -> languages.indexOf(one.language) <= languages
                        .indexOf(other.language) ? one : other);
            }
        }
        return List.copyOf(chosen.values());
    }
}
