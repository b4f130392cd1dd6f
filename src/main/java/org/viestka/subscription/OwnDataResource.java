package org.viestka.subscription;

import java.time.Clock;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.Subscriber;
import org.viestka.vault.Vault;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

/** A reader's own data: to take away, or to have erased. Both need a link that was mailed within the hour. */
@Path("/own-data")
@Produces(MediaType.TEXT_HTML)
@Transactional
class OwnDataResource {

    private final ReaderLinks links;
    private final ReaderPages pages;
    private final RequestLanguage language;
    private final Vault vault;
    private final Clock clock;

    OwnDataResource(ReaderLinks links, ReaderPages pages, RequestLanguage language, Vault vault, Clock clock) {
        this.links = links;
        this.pages = pages;
        this.language = language;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * @param token of an unsubscribe link
     * @param lang of the page the button is on
     */
    @POST
    @Path("/link")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Mails a link to the own data to the reader; the answer is always the same")
    public Response mailLink(@FormParam("token") String token, @FormParam("lang") String lang) {
        language.choose(lang);
        links.findByUnsubscribeToken(token == null ? "" : token)
                .ifPresent(subscriber -> subscriber.askForOwnData(clock.instant()));
        var words = Publication.words(language.current());
        return pages.answer(language.current(), words.subscribe_check(), words.own_data_sent());
    }

    @GET
    @Path("/{token}")
    @Operation(summary = "A page with buttons; changes nothing")
    public Response show(String token) {
        var subscriber = links.forOwnData(token);
        language.choose(subscriber.language);
        return pages.ownData(subscriber);
    }

    /**
     * @param act {@code export} or {@code erase}
     * @param never {@code yes} keeps what it takes never to write to the address again
     */
    @POST
    @Path("/{token}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Hands out all that is held as JSON, or erases it, by the button that was pressed")
    @APIResponse(responseCode = "200", description = "Done", content = {@Content(mediaType = MediaType.TEXT_HTML),
            @Content(mediaType = MediaType.APPLICATION_JSON)})
    public Response act(String token, @FormParam("act") String act, @FormParam("never") String never) {
        var subscriber = links.forOwnData(token);
        language.choose(subscriber.language);
        return switch (act == null ? "" : act) {
            case "export" -> Response.ok(OwnData.of(subscriber, vault), MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
                    .header("Content-Disposition", "attachment; filename=\"data.json\"").build();
            case "erase" -> erase(subscriber, "yes".equals(never));
            default -> throw Problem.invalid("act", Words::invalid_missing);
        };
    }

    private Response erase(Subscriber subscriber, boolean never) {
        subscriber.erase(never, vault, clock.instant());
        var words = Publication.words(subscriber.language);
        return pages.answer(subscriber.language, words.own_data_erased(),
                never ? words.own_data_erased_never() : words.own_data_erased_text());
    }
}
