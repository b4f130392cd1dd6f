package org.viestka.publication;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.Arc;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;

/** The newsroom's publication as its operator configured it: languages, editions, rubrics, zone. */
@ApplicationScoped
public class Publication {

    private final PublicationConfig config;
    private final List<Edition> editions;
    private final List<Rubric> rubrics;
    private final List<String> languages;

    Publication(PublicationConfig config) {
        this.config = config;
        this.editions = config.editions().entrySet().stream()
                .sorted(Comparator.comparingInt(e -> e.getValue().position()))
                .map(e -> new Edition(e.getKey(), e.getValue().label(),
                        e.getValue().languages().stream().map(String::strip).toList()))
                .toList();
        this.rubrics = config.publication().rubrics().stream().map(String::strip)
                .map(key -> new Rubric(key, config.publication().rubric().getOrDefault(key, Map.of())))
                .toList();
        this.languages = editions.stream().flatMap(e -> e.languages().stream()).distinct().toList();
    }

    public ZoneId zone() {
        return config.publication().zone();
    }

    /** The name in a language; the first configured where the operator gave none for it. */
    public String name(String language) {
        var names = config.publication().name();
        return names.getOrDefault(language, names.values().stream().findFirst().orElse("Viestka"));
    }

    /** One line that says who is responsible and how to write to them; empty where the operator gave none. */
    public Optional<String> contact() {
        return config.publication().contact();
    }

    /** Every language some edition is written in, in the order of the language switch. Never empty. */
    public List<String> languages() {
        return languages;
    }

    public boolean speaks(String language) {
        return languages.contains(language);
    }

    public List<Edition> editions() {
        return editions;
    }

    public Optional<Edition> edition(String key) {
        return editions.stream().filter(e -> e.key().equals(key)).findFirst();
    }

    /** The edition a reader of a page in this language most likely wants. */
    public Edition editionFor(String language) {
        return editions.stream().filter(e -> e.languages().contains(language)).findFirst().orElse(editions.get(0));
    }

    public List<Rubric> rubrics() {
        return rubrics;
    }

    public Optional<Rubric> rubric(String key) {
        return rubrics.stream().filter(r -> r.key().equals(key)).findFirst();
    }

    /** The week that an instant falls into, in the publication's zone. */
    public Week weekOf(Instant instant) {
        return Week.of(instant.atZone(zone()).toLocalDate());
    }

    /**
     * An absolute link into the site.
     *
     * @param path of a page, from the slash; where the public URL has a path of its own, with it or without
     */
    public String link(String path) {
        return config.publicUrl().origin() + path(path);
    }

    /** The path of a page as browsers ask for it: below that of the public URL. For all links between our own pages. */
    public String path(String page) {
        return config.publicUrl().path(page);
    }

    /** The path of the public URL, which stands in front of each of ours: for example {@code /news}, mostly empty. */
    public String base() {
        return config.publicUrl().path();
    }

    /** The page that a browser asks for: the inverse of {@link #path}. */
    public String page(String path) {
        return config.publicUrl().page(path);
    }

    /** Base URLs that lead to the same service, without a slash at the end. Nothing personal is ever in them. */
    public List<String> mirrors() {
        return config.mirrors().orElse(List.of()).stream().map(BaseUrl::toString).toList();
    }

    /** The base of every link, without a slash at the end. */
    public String site() {
        return config.publicUrl().toString();
    }

    /** Schemes and hosts of the public URL and of the mirrors, as browsers name the origin of a page. */
    public List<String> origins() {
        return Stream.concat(Stream.of(config.publicUrl()), config.mirrors().orElse(List.of()).stream()).map(BaseUrl::origin)
                .toList();
    }

    /** The words of a language; those of English where there is no file for it. */
    public static Words words(String language) {
        var bundle = Arc.container().instance(Words.class, Localized.Literal.of(language));
        return bundle.isAvailable() ? bundle.get() : MessageBundles.get(Words.class);
    }
}
