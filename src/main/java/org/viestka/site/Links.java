package org.viestka.site;

import java.util.List;
import java.util.Map;

import org.viestka.publication.Publication;
import org.viestka.publication.Week;

/**
 * Where a page stands, for search engines and feed readers; all absolute.
 *
 * @param alternates the same page in each language it exists in, this one included
 * @param feed of the page's language, Atom
 * @param jsonFeed the same as JSON Feed
 */
record Links(String canonical, List<Alternate> alternates, String feed, String jsonFeed) {

    /** @param language BCP 47 tag */
    record Alternate(String language, String href) {}

    /** @param paths of the page by language; {@code path} is its own, with the query if that matters */
    static Links of(String language, String path, Map<String, String> paths, Publication publication) {
        var alternates = publication.languages().stream().filter(paths::containsKey)
                .map(other -> new Alternate(other, publication.link(paths.get(other)))).toList();
        return new Links(publication.link(path), alternates, publication.link("/" + language + "/feed.atom"),
                publication.link("/" + language + "/feed.json"));
    }

    /** The path of an issue. */
    static String week(String language, Week week) {
        return "/" + language + "/weeks/" + week;
    }

    /**
     * The path of a page of the archive.
     *
     * @param rubric key of the only one shown; null for all
     * @param page from 0
     */
    static String archive(String language, String rubric, int page) {
        var query = (rubric == null ? "" : "&rubric=" + rubric) + (page == 0 ? "" : "&page=" + page);
        return "/" + language + "/weeks" + (query.isEmpty() ? "" : "?" + query.substring(1));
    }
}
