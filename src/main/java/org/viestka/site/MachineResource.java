package org.viestka.site;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.commentary.Translation;
import org.viestka.commentary.Translation.Place;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.web.Problem;

import io.smallrye.mutiny.Uni;

/** What feed readers and search engines ask for. */
@Path("/")
@Tag(name = "Site")
class MachineResource {

    private static final String UTF_8 = ";charset=UTF-8";
    private static final int FEED_ENTRIES = 20;

    // A sitemap has no more (sitemaps.org): 64 years of five commentaries a week in three languages.
    private static final int SITEMAP_ENTRIES = 50_000;

    // What a reader's token opens, the form without its surroundings, and what was mailed: the same texts once more, or nobody's
    // business.
    private static final String ROBOTS = """
            User-agent: *
            Disallow: %1$s/api/
            Disallow: %1$s/confirm/
            Disallow: %1$s/embed
            Disallow: %1$s/mailings/
            Disallow: %1$s/own-data/
            Disallow: %1$s/preferences/
            Disallow: %1$s/q/
            Disallow: %1$s/subscribe
            Disallow: %1$s/unsubscribe/

            Sitemap: %2$s
            """;

    private final Feed feed;
    private final JsonFeed jsonFeed;
    private final Publication publication;
    private final PageCache cache;
    private final Request request;
    private final HttpHeaders headers;

    MachineResource(Feed feed, JsonFeed jsonFeed, Publication publication, PageCache cache, Request request,
            HttpHeaders headers) {
        this.feed = feed;
        this.jsonFeed = jsonFeed;
        this.publication = publication;
        this.cache = cache;
        this.request = request;
        this.headers = headers;
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/feed.atom")
    @Operation(summary = "The last 20 commentaries, whole (RFC 4287)")
    @APIResponse(responseCode = "200", description = "The feed", content = @Content(mediaType = MediaType.APPLICATION_ATOM_XML))
    public Uni<Response> feed(String language) {
        return atom(known(language), null);
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/{rubric}/feed.atom")
    @Operation(summary = "The last 20 commentaries of a rubric, whole (RFC 4287)")
    @APIResponse(responseCode = "200", description = "The feed", content = @Content(mediaType = MediaType.APPLICATION_ATOM_XML))
    public Uni<Response> rubricFeed(String language, String rubric) {
        return atom(known(language), rubric(rubric));
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/feed.json")
    @Operation(summary = "The last 20 commentaries, whole (JSON Feed 1.1)")
    @APIResponse(responseCode = "200", description = "The feed", content = @Content(mediaType = JsonFeed.MEDIA_TYPE))
    public Uni<Response> jsonFeed(String language) {
        return json(known(language), null);
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/{rubric}/feed.json")
    @Operation(summary = "The last 20 commentaries of a rubric, whole (JSON Feed 1.1)")
    @APIResponse(responseCode = "200", description = "The feed", content = @Content(mediaType = JsonFeed.MEDIA_TYPE))
    public Uni<Response> rubricJsonFeed(String language, String rubric) {
        return json(known(language), rubric(rubric));
    }

    @GET
    @Path("sitemap.xml")
    @Operation(hidden = true)
    public Uni<Response> sitemap() {
        return kept("/sitemap.xml", this::makeSitemap, MediaType.APPLICATION_XML + UTF_8, "mul");
    }

    @GET
    @Path("robots.txt")
    @Operation(hidden = true)
    public Uni<Response> robots() {
        return kept("/robots.txt", () -> ROBOTS.formatted(publication.base(), publication.link("/sitemap.xml")),
                MediaType.TEXT_PLAIN + UTF_8,
                "en");
    }

    /** With what each page is called in the other languages (Google's extension, which Yandex knows too). */
    private String makeSitemap() {
        var text = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
                """);
        for (var page : List.of("", "/weeks", "/safety")) {
            var paths = publication.languages().stream()
                    .collect(Collectors.toMap(Function.identity(), language -> "/" + language + page));
            publication.languages().forEach(language -> entry(text, paths.get(language), null, paths));
        }
        var places = Translation.findPlaces(SITEMAP_ENTRIES - 3 * publication.languages().size());
        places.stream().collect(Collectors.groupingBy(Place::commentary, LinkedHashMap::new, Collectors.toList())).values()
                .forEach(siblings -> {
                    var paths = siblings.stream().collect(Collectors.toMap(Place::language, Place::path));
                    siblings.forEach(place -> entry(text, place.path(), place.updatedAt(), paths));
                });
        return text.append("</urlset>\n").toString();
    }

    /** Paths are made of keys and slugs, which have nothing to escape. */
    private void entry(StringBuilder text, String path, Instant changed, Map<String, String> paths) {
        text.append("<url><loc>").append(publication.link(path)).append("</loc>");
        if (changed != null) {
            text.append("<lastmod>").append(changed).append("</lastmod>");
        }
        Links.alternates(paths, publication).forEach(other -> text.append("<xhtml:link rel=\"alternate\" hreflang=\"")
                .append(other.language()).append("\" href=\"").append(other.href()).append("\"/>"));
        text.append("</url>\n");
    }

    private Uni<Response> atom(String language, Rubric rubric) {
        return kept(Feed.path(language, rubric) + "/feed.atom", () -> feed.of(language, rubric, latest(language, rubric)),
                MediaType.APPLICATION_ATOM_XML + UTF_8, language);
    }

    private Uni<Response> json(String language, Rubric rubric) {
        return kept(Feed.path(language, rubric) + "/feed.json", () -> jsonFeed.of(language, rubric, latest(language, rubric)),
                JsonFeed.MEDIA_TYPE, language);
    }

    private Uni<Response> kept(String path, Supplier<String> make, String mediaType, String language) {
        return cache.get(path, () -> KeptPage.of(make.get(), mediaType, language))
                .map(page -> page.answer(request, headers));
    }

    private static List<Translation> latest(String language, Rubric rubric) {
        return Translation.findLatest(language, rubric == null ? null : rubric.key(), FEED_ENTRIES);
    }

    private String known(String language) {
        if (!publication.speaks(language)) {
            throw Problem.notFound();
        }
        return language;
    }

    private Rubric rubric(String key) {
        return publication.rubric(key).orElseThrow(Problem::notFound);
    }
}
