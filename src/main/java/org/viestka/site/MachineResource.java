package org.viestka.site;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.commentary.Translation;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.web.Problem;

/** What feed readers and search engines ask for. */
@Path("/")
@Tag(name = "Site")
class MachineResource {

    private static final String UTF_8 = ";charset=UTF-8";
    private static final int FEED_ENTRIES = 20;

    // A sitemap has no more (sitemaps.org): 64 years of five commentaries a week in three languages.
    private static final int SITEMAP_ENTRIES = 50_000;

    // What a reader's token opens, and what was mailed: the same texts once more, or nobody's business.
    private static final String ROBOTS = """
            User-agent: *
            Disallow: /api/
            Disallow: /confirm/
            Disallow: /mailings/
            Disallow: /own-data/
            Disallow: /preferences/
            Disallow: /q/
            Disallow: /subscribe
            Disallow: /unsubscribe/

            Sitemap: %s
            """;

    private final Feed feed;
    private final JsonFeed jsonFeed;
    private final Publication publication;

    MachineResource(Feed feed, JsonFeed jsonFeed, Publication publication) {
        this.feed = feed;
        this.jsonFeed = jsonFeed;
        this.publication = publication;
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/feed.atom")
    @Operation(summary = "The last 20 commentaries, whole (RFC 4287)")
    public Response feed(String language, @Context Request request) {
        return atom(known(language), null, request);
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/{rubric}/feed.atom")
    @Operation(summary = "The last 20 commentaries of a rubric, whole (RFC 4287)")
    public Response rubricFeed(String language, String rubric, @Context Request request) {
        return atom(known(language), rubric(rubric), request);
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/feed.json")
    @Operation(summary = "The last 20 commentaries, whole (JSON Feed 1.1)")
    public Response jsonFeed(String language, @Context Request request) {
        return json(known(language), null, request);
    }

    @GET
    @Path(SiteResource.LANGUAGE + "/{rubric}/feed.json")
    @Operation(summary = "The last 20 commentaries of a rubric, whole (JSON Feed 1.1)")
    public Response rubricJsonFeed(String language, String rubric, @Context Request request) {
        return json(known(language), rubric(rubric), request);
    }

    @GET
    @Path("sitemap.xml")
    @Operation(hidden = true)
    public Response sitemap(@Context Request request) {
        var fronts = publication.languages().stream().flatMap(language -> Stream.of("/" + language, "/" + language + "/weeks"))
                .map(path -> "<url><loc>" + publication.link(path) + "</loc></url>\n");
        var places = Translation.findPlaces(SITEMAP_ENTRIES - 2 * publication.languages().size()).stream()
                .map(place -> "<url><loc>" + publication.link(place.path()) + "</loc><lastmod>" + place.updatedAt()
                        + "</lastmod></url>\n");
        // Paths are made of keys and slugs, which have nothing to escape.
        var text = Stream.concat(fronts, places).collect(Collectors.joining("", """
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                """, "</urlset>\n"));
        return Answers.of(text, MediaType.APPLICATION_XML + UTF_8, "mul", request);
    }

    @GET
    @Path("robots.txt")
    @Operation(hidden = true)
    public Response robots(@Context Request request) {
        return Answers.of(ROBOTS.formatted(publication.link("/sitemap.xml")), MediaType.TEXT_PLAIN + UTF_8, "en", request);
    }

    private Response atom(String language, Rubric rubric, Request request) {
        var text = feed.of(language, rubric, latest(language, rubric));
        return Answers.of(text, MediaType.APPLICATION_ATOM_XML + UTF_8, language, request);
    }

    private Response json(String language, Rubric rubric, Request request) {
        return Answers.of(jsonFeed.of(language, rubric, latest(language, rubric)), JsonFeed.MEDIA_TYPE, language, request);
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
