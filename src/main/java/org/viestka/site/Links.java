package org.viestka.site;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.publication.Week;

import com.ibm.icu.util.ULocale;

/**
 * Where a page stands, for search engines and feed readers; all absolute.
 *
 * @param locale of the page as OpenGraph writes it, for example {@code be_BY}
 * @param alternates the same page in each language it exists in, this one included
 * @param feedTitle what feed readers will call the feeds
 * @param feed of the page's language and rubric, Atom
 * @param jsonFeed the same as JSON Feed
 */
record Links(String canonical, String locale, List<Alternate> alternates, String feedTitle, String feed,
        String jsonFeed) {

    /** For whoever reads none of the languages. */
    static final String OTHERS = "x-default";

    /**
     * @param language BCP 47 tag, or {@link #OTHERS}
     * @param locale as OpenGraph writes it; empty for {@link #OTHERS}
     */
    record Alternate(String language, String locale, String href) {}

    /** @param paths of the page by language; {@code path} is its own, with the query if that matters */
    static Links of(String language, String path, Map<String, String> paths, Publication publication) {
        return of(language, null, path, paths, publication);
    }

    /** @param rubric the only one on the page; null for all */
    static Links of(String language, Rubric rubric, String path, Map<String, String> paths, Publication publication) {
        var feed = publication.link(Feed.path(language, rubric));
        return new Links(publication.link(path), locale(language), alternates(paths, publication),
                Feed.title(language, rubric, publication), feed + "/feed.atom", feed + "/feed.json");
    }

    /** In the publication's order, and the first of them for others; the door, which asks the browser, for front pages. */
    static List<Alternate> alternates(Map<String, String> paths, Publication publication) {
        var languages = publication.languages().stream().filter(paths::containsKey).toList();
        if (languages.isEmpty()) {
            return List.of();
        }
        var first = paths.get(languages.get(0));
        var others = first.equals("/" + languages.get(0)) ? "/" : first;
        return Stream.concat(
                languages.stream().map(other -> new Alternate(other, locale(other), publication.link(paths.get(other)))),
                Stream.of(new Alternate(OTHERS, "", publication.link(others)))).toList();
    }

    private static String locale(String language) {
        var likely = ULocale.addLikelySubtags(ULocale.forLanguageTag(language));
        return likely.getLanguage() + "_" + likely.getCountry();
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
