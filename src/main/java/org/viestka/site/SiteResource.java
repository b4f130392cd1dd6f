package org.viestka.site;

import java.util.function.Supplier;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.commentary.Commentary;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;

/** The public pages. */
@Path("/")
@Tag(name = "Site")
class SiteResource {

    // Without a pattern: each would be searched for in the whole path, with every request and for each method here.
    static final String LANGUAGE = "{language}";
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private final SitePages pages;
    private final Publication publication;
    private final RequestLanguage preference;
    private final PageCache cache;
    private final Request request;
    private final HttpHeaders headers;

    SiteResource(SitePages pages, Publication publication, RequestLanguage preference, PageCache cache, Request request,
            HttpHeaders headers) {
        this.pages = pages;
        this.publication = publication;
        this.preference = preference;
        this.cache = cache;
        this.request = request;
        this.headers = headers;
    }

    @GET
    @Operation(summary = "Leads to the front page in the language the browser asks for")
    @APIResponse(responseCode = "303", description = "Where it leads")
    public Response door() {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, "/" + preference.preferred())
                .header(HttpHeaders.VARY, "Accept-Language")
                .header(HttpHeaders.CACHE_CONTROL, KeptPage.CACHE_CONTROL).build();
    }

    @GET
    @Path(LANGUAGE)
    @Produces(HTML)
    @Operation(summary = "The newest issue")
    public Uni<Response> front(String language) {
        return page("/" + known(language), language, () -> pages.front(language));
    }

    @GET
    @Path(LANGUAGE + "/weeks")
    @Produces(HTML)
    @Operation(summary = "The archive, newest week first")
    public Uni<Response> archive(String language, @QueryParam("rubric") String rubric,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000) int page) {
        var chosen = rubric(rubric);
        return page(Links.archive(known(language), chosen == null ? null : chosen.key(), page), language,
                () -> pages.archive(language, chosen, page).orElseThrow(Problem::notFound));
    }

    @GET
    @Path(LANGUAGE + "/weeks/{week}")
    @Produces(HTML)
    @Operation(summary = "The issue of a week")
    public Uni<Response> issue(String language, Week week) {
        return page(Links.week(known(language), week), language,
                () -> pages.issue(language, week).orElseThrow(Problem::notFound));
    }

    @GET
    @Path(LANGUAGE + "/safety")
    @Produces(HTML)
    @Operation(summary = "How to read without leaving traces")
    public Uni<Response> safety(String language) {
        return page("/" + known(language) + "/safety", language, () -> pages.safety(language));
    }

    @GET
    @Path(LANGUAGE + "/{rubric}/{slug}")
    @Produces(HTML)
    @Operation(summary = "One commentary")
    public Uni<Response> commentary(String language, String rubric, String slug) {
        return kept("/" + known(language) + "/" + rubric + "/" + slug, () -> {
            var commentary = Commentary.findPublished(language, slug).orElseThrow(Problem::notFound);
            // The rubric may have been corrected since the link was mailed.
            return commentary.rubric.equals(rubric)
                    ? KeptPage.of(pages.commentary(commentary, language).render(), HTML, language)
                    : KeptPage.moved(commentary.translations.get(language).path());
        });
    }

    private Uni<Response> page(String path, String language, Supplier<TemplateInstance> page) {
        return kept(path, () -> KeptPage.of(page.get().render(), HTML, language));
    }

    private Uni<Response> kept(String path, Supplier<KeptPage> make) {
        return cache.get(path, make).map(page -> page.answer(request, headers));
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
