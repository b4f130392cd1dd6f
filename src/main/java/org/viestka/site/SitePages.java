package org.viestka.site;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.commentary.Commentary;
import org.viestka.commentary.Teaser;
import org.viestka.commentary.Translation;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.publication.Week;
import org.viestka.web.Page;
import org.viestka.web.Pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;

/** Puts together what readers see. A page costs two or three queries, however much is on it. */
@ApplicationScoped
class SitePages {

    /** Weeks on a page of the archive. */
    static final int WEEKS = 10;

    @CheckedTemplate(basePath = "site")
    static class Templates {
        static native TemplateInstance issue(Page page, Links links, List<Block> blocks);

        static native TemplateInstance archive(Page page, Links links, Archive archive);

        static native TemplateInstance safety(Page page, Links links);

        static native TemplateInstance commentary(Page page, Links links, Block block, String week, String weekPath,
                RawString body, RawString news, List<Block> others);
    }

    private final Publication publication;
    private final Pages pages;
    private final Clock clock;

    SitePages(Publication publication, Pages pages, Clock clock) {
        this.publication = publication;
        this.pages = pages;
        this.clock = clock;
    }

    /** The newest issue there is anything of in this language; a page that says so where there is none. */
    TemplateInstance front(String language) {
        var week = Translation.findWeeks(reading(language), null).firstResultOptional();
        var paths = everywhere(other -> "/" + other);
        return issue(language, week.map(w -> label(w, language)).orElseGet(() -> publication.name(language)),
                "/" + language, paths, week.map(this::teasers).orElse(List.of()));
    }

    /** The issue of a week; empty where nothing of it can be read in this language. */
    Optional<TemplateInstance> issue(String language, Week week) {
        var teasers = teasers(week);
        var paths = everywhere(other -> Links.week(other, week));
        paths.keySet().removeIf(other -> Teaser.inFirstOf(reading(other), teasers).isEmpty());
        return paths.containsKey(language)
                ? Optional.of(issue(language, label(week, language), Links.week(language, week), paths, teasers))
                : Optional.empty();
    }

    private TemplateInstance issue(String language, String title, String path, Map<String, String> paths,
            List<Teaser> teasers) {
        var page = page(language, title, paths);
        var blocks = blocks(Teaser.inFirstOf(reading(language), teasers));
        return Templates.issue(page, Links.of(language, path, paths, publication), blocks).setLocale(language);
    }

    /**
     * @param rubric null for all
     * @param number of the page, from 0; what lies after the last is empty
     */
    Optional<TemplateInstance> archive(String language, Rubric rubric, int number) {
        var key = rubric == null ? null : rubric.key();
        var languages = reading(language);
        // One more than shown tells whether there is an older page.
        var weeks = Translation.findWeeks(languages, key).range(number * WEEKS, (number + 1) * WEEKS).list();
        if (weeks.isEmpty() && number > 0) {
            return Optional.empty();
        }
        boolean more = weeks.size() > WEEKS;
        var shown = more ? weeks.subList(0, WEEKS) : weeks;
        var byWeek = Teaser.inFirstOf(languages, Translation.findTeasers(shown, languages, key)).stream()
                .collect(Collectors.groupingBy(Teaser::week));
        var issues = shown.stream().map(week -> new Archive.Issue(label(week, language),
                publication.path(Links.week(language, week)), blocks(byWeek.getOrDefault(week, List.of())))).toList();
        var paths = everywhere(other -> Links.archive(other, key, 0));
        var links = Links.of(language, rubric, Links.archive(language, key, number), number == 0 ? paths : Map.of(),
                publication);
        var archive = new Archive(Archive.filters(language, key, publication), issues,
                number == 0 ? null : publication.path(Links.archive(language, key, number - 1)),
                more ? publication.path(Links.archive(language, key, number + 1)) : null);
        return Optional.of(Templates.archive(page(language, Publication.words(language).site_archive(), paths), links, archive)
                .setLocale(language));
    }

    /** How to read without leaving traces, and where else the site is. */
    TemplateInstance safety(String language) {
        var paths = everywhere(other -> "/" + other + "/safety");
        return Templates.safety(page(language, Publication.words(language).safety(), paths),
                Links.of(language, "/" + language + "/safety", paths, publication)).setLocale(language);
    }

    TemplateInstance commentary(Commentary commentary, String language) {
        var translation = commentary.translations.get(language);
        var paths = new HashMap<String, String>();
        commentary.translations.forEach((other, sibling) -> paths.put(other, sibling.path()));
        var others = Teaser.inFirstOf(reading(language), teasers(commentary.week)).stream()
                .filter(teaser -> !teaser.commentary().equals(commentary.id)).toList();
        var block = Block.of(translation, publication);
        return Templates.commentary(page(language, block.title(), paths),
                Links.of(language, translation.path(), paths, publication), block,
                commentary.week.label(language), publication.path(Links.week(language, commentary.week)),
                new RawString(translation.body(publication).page()),
                new RawString(NewsArticle.of(translation, publication)), blocks(others)).setLocale(language);
    }

    private List<Teaser> teasers(Week week) {
        return Translation.findTeasers(List.of(week), publication.languages(), null);
    }

    private List<Block> blocks(List<Teaser> teasers) {
        return teasers.stream().map(teaser -> Block.of(teaser, publication)).toList();
    }

    /** What a reader of a language is shown: that, then the others of the edition it belongs to. */
    private List<String> reading(String language) {
        return publication.editionFor(language).languagesLedBy(language);
    }

    private String label(Week week, String language) {
        return week.label(language, LocalDate.ofInstant(clock.instant(), publication.zone()).getYear());
    }

    private Page page(String language, String title, Map<String, String> paths) {
        return pages.page(language, title, other -> paths.getOrDefault(other, "/" + other), true);
    }

    private Map<String, String> everywhere(Function<String, String> path) {
        return publication.languages().stream().collect(Collectors.toMap(Function.identity(), path, (a, b) -> a,
                HashMap::new));
    }
}
