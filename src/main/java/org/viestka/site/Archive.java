package org.viestka.site;

import java.util.List;
import java.util.stream.Stream;

import org.viestka.publication.Publication;

/**
 * One page of the archive. All paths are as browsers ask for them.
 *
 * @param filters by rubric; the first is for all
 * @param newer path of the page before this one; null on the first
 * @param older path of the page after this one; null on the last
 */
record Archive(List<Filter> filters, List<Issue> issues, String newer, String older) {

    /** @param path of the archive narrowed so */
    record Filter(String label, String path, boolean current) {}

    /** @param label the week in the reader's language */
    record Issue(String label, String path, List<Block> blocks) {}

    /** @param chosen key of the rubric shown; null for all */
    static List<Filter> filters(String language, String chosen, Publication publication) {
        var all = new Filter(Publication.words(language).site_all_rubrics(),
                publication.path(Links.archive(language, null, 0)), chosen == null);
        return Stream.concat(Stream.of(all), publication.rubrics().stream().map(rubric -> new Filter(rubric.name(language),
                publication.path(Links.archive(language, rubric.key(), 0)), rubric.key().equals(chosen)))).toList();
    }
}
