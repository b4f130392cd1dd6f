package org.viestka.subscription;

import java.time.Clock;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

/** The unsubscribe link of every mailing, for people and for their mail programs (RFC 8058). It works as long as the mail exists. */
@Path("/unsubscribe/{token}")
@Transactional
class UnsubscribeResource {

    private final ReaderLinks links;
    private final ReaderPages pages;
    private final RequestLanguage language;
    private final Clock clock;

    UnsubscribeResource(ReaderLinks links, ReaderPages pages, RequestLanguage language, Clock clock) {
        this.links = links;
        this.pages = pages;
        this.language = language;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "A page with a button; changes nothing")
    public Response show(String token) {
        var subscriber = links.forUnsubscribe(token);
        language.choose(subscriber.language);
        return pages.unsubscribe(subscriber, token);
    }

    /**
     * @param oneClick what a mail program sends (RFC 8058 §3.2)
     * @param leave what the button of our page sends
     */
    @POST
    @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Operation(summary = "Unsubscribes at once: with the body List-Unsubscribe=One-Click, or with the page's button")
    @APIResponse(responseCode = "200", description = "Unsubscribed", content = {@Content(mediaType = MediaType.TEXT_PLAIN),
            @Content(mediaType = MediaType.TEXT_HTML)})
    public Response unsubscribe(String token, @FormParam("List-Unsubscribe") String oneClick,
            @FormParam("leave") String leave) {
        var subscriber = links.forUnsubscribe(token);
        language.choose(subscriber.language);
        boolean isOneClick = "One-Click".equals(oneClick);
        if (!isOneClick && !"yes".equals(leave)) {
            throw Problem.invalid("List-Unsubscribe", Words::invalid_missing);
        }
        subscriber.unsubscribe(clock.instant());
        return isOneClick ? text() : pages.unsubscribed(subscriber);
    }

    private Response text() {
        return Response.ok(Publication.words(language.current()).unsubscribe_done() + "\n")
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.CONTENT_LANGUAGE, language.current()).build();
    }
}
