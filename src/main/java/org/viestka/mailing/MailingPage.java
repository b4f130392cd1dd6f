package org.viestka.mailing;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.viestka.publication.Edition;
import org.viestka.publication.Week;
import org.viestka.web.Problem;

/** The mail in a browser, with nothing personal in it: only once it is on its way to readers. */
@Path("/mailings/{week}/{edition}")
class MailingPage {

    private final Preview preview;

    MailingPage(Preview preview) {
        this.preview = preview;
    }

    @GET
    @Transactional
    @Operation(summary = "The mail in a browser, with nothing personal in it")
    @APIResponse(responseCode = "200", description = "The mail", content = @Content(mediaType = "text/html"))
    public Response show(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        var mailing = Mailing.find(week, edition.key()).filter(m -> m.startedAt != null).orElseThrow(Problem::notFound);
        var html = preview.impersonal(mailing.text(edition.leadingLanguage()));
        return Response.ok(html).type("text/html;charset=UTF-8")
                .header("Content-Security-Policy", MailPolicy.of(html))
                .header("X-Robots-Tag", "noindex").build();
    }
}
