package org.viestka.subscription;

import java.time.Clock;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.viestka.publication.Publication;
import org.viestka.vault.Vault;
import org.viestka.web.RequestLanguage;

/** The link of the confirm mail. */
@Path("/confirm/{token}")
@Produces(MediaType.TEXT_HTML)
@Transactional
class ConfirmResource {

    private final ReaderLinks links;
    private final ReaderPages pages;
    private final RequestLanguage language;
    private final ConsentTexts texts;
    private final Vault vault;
    private final ExposedMailboxes exposed;
    private final Clock clock;

    ConfirmResource(ReaderLinks links, ReaderPages pages, RequestLanguage language, ConsentTexts texts,
            Vault vault,
            ExposedMailboxes exposed, Clock clock) {
        this.links = links;
        this.pages = pages;
        this.language = language;
        this.texts = texts;
        this.vault = vault;
        this.exposed = exposed;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "A page with a button; changes nothing")
    public Response show(String token) {
        var subscriber = links.forConfirm(token);
        language.choose(subscriber.wishedLanguage());
        return pages.confirm(subscriber, exposed.include(subscriber.address(vault)));
    }

    @POST
    @Operation(summary = "Confirms; a second time it says the same again")
    public Response confirm(String token) {
        var subscriber = links.forConfirm(token);
        language.choose(subscriber.wishedLanguage());
        var text = texts.ofConfirmPage(subscriber);
        text.keep(clock.instant());
        subscriber.confirm(text.version, vault, clock.instant());
        var words = Publication.words(language.current());
        return pages.answer(language.current(), words.subscribe_done(), words.subscribe_done_text());
    }
}
