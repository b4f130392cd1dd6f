package org.viestka.site;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.commentary.Commentary;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

import io.quarkus.qute.TemplateInstance;

/** The public pages. */
@Path("/")
@Tag(name = "Site")
class SiteResource {

    // What a language tag can look like; which ones there are is configured.
    static final String LANGUAGE = "{language: [a-z]{2,3}(-[A-Za-z0-9]{2,8})*}";
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private final SitePages pages;
    private final Publication publication;
    private final RequestLanguage preference;

    SiteResource(SitePages pages, Publication publication, RequestLanguage preference) {
        this.pages = pages;
        this.publication = publication;
        this.preference = preference;
    }

    @GET
    @Operation(summary = "Leads to the front page in the language the browser asks for")
    public Response door() {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, "/" + preference.preferred())
                .header(HttpHeaders.VARY, "Accept-Language")
                .header(HttpHeaders.CACHE_CONTROL, Answers.CACHE).build();
    }

    @GET
    @Path(LANGUAGE)
    @Produces(HTML)
    @Operation(summary = "The newest issue")
    public Response front(String language, @Context Request request) {
        return page(pages.front(known(language)), language, request);
    }

    @GET
    @Path(LANGUAGE + "/weeks")
    @Produces(HTML)
    @Operation(summary = "The archive, newest week first")
    public Response archive(String language, @QueryParam("rubric") String rubric,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000) int page, @Context Request request) {
        return page(pages.archive(known(language), rubric(rubric), page).orElseThrow(Problem::notFound), language, request);
    }

    @GET
    @Path(LANGUAGE + "/weeks/{week}")
    @Produces(HTML)
    @Operation(summary = "The issue of a week")
    public Response issue(String language, Week week, @Context Request request) {
        return page(pages.issue(known(language), week).orElseThrow(Problem::notFound), language, request);
    }

    @GET
    @Path(LANGUAGE + "/safety")
    @Produces(HTML)
    @Operation(summary = "How to read without leaving traces")
    public Response safety(String language, @Context Request request) {
        return page(pages.safety(known(language)), language, request);
    }

    @GET
    @Path(LANGUAGE + "/{rubric}/{slug}")
    @Produces(HTML)
    @Operation(summary = "One commentary")
    public Response commentary(String language, String rubric, String slug, @Context Request request) {
        var commentary = Commentary.findPublished(known(language), slug).orElseThrow(Problem::notFound);
        if (!commentary.rubric.equals(rubric)) {
            // It was corrected since the link was mailed.
            var path = commentary.translations.get(language).path();
            return Response.status(Response.Status.MOVED_PERMANENTLY).header(HttpHeaders.LOCATION, path).build();
        }
        return page(pages.commentary(commentary, language), language, request);
    }

    private static Response page(TemplateInstance page, String language, Request request) {
        return Answers.of(page.render(), HTML, language, request);
    }

    private String known(String language) {
        if (!publication.speaks(language)) {
            throw Problem.notFound();
        }
        return language;
    }

    private Rubric rubric(String key) {
        return key == null || key.isEmpty()
                ? null
                : publication.rubric(key).orElseThrow(() -> Problem.invalid("rubric", Words::invalid_rubric));
    }
}
