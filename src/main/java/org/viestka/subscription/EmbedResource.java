package org.viestka.subscription;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.viestka.subscription.ReaderPages.Typed;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

import io.smallrye.common.annotation.Blocking;

/** The subscribe form in a frame on a site of others, where the operator has named one. */
@Path("/embed")
@Blocking
class EmbedResource {

    private final Embedding embedding;
    private final RequestLanguage language;
    private final ReaderPages pages;

    EmbedResource(Embedding embedding, RequestLanguage language, ReaderPages pages) {
        this.embedding = embedding;
        this.language = language;
        this.pages = pages;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "The form alone, for a frame")
    public Response show(@QueryParam("lang") String lang) {
        requireOffer();
        language.choose(lang);
        return pages.embedded(Status.OK, language.current(), Typed.NOTHING);
    }

    @GET
    @Path("snippet")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "The form as HTML, for the source of another site's page")
    public Response snippet(@QueryParam("lang") String lang) {
        requireOffer();
        language.choose(lang);
        return pages.snippet(language.current());
    }

    private void requireOffer() {
        if (!embedding.isOffered()) {
            throw Problem.notFound();
        }
    }
}
