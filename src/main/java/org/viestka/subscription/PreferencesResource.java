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
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.InvisibleSigns;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

/** A reader's settings: edition, order of languages, pause, leave. Whoever has a forwarded mailing gets no further than its link. */
@Path("/preferences")
@Produces(MediaType.TEXT_HTML)
@Transactional
class PreferencesResource {

    private final Publication publication;
    private final ReaderLinks links;
    private final ReaderPages pages;
    private final RequestLanguage language;
    private final Clock clock;

    PreferencesResource(Publication publication, ReaderLinks links, ReaderPages pages, RequestLanguage language, Clock clock) {
        this.publication = publication;
        this.links = links;
        this.pages = pages;
        this.language = language;
        this.clock = clock;
    }

    /**
     * @param token of an unsubscribe link
     * @param lang of the page the button is on
     */
    @POST
    @Path("/link")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Mails a link to the settings to the reader; the answer is always the same")
    public Response mailLink(@FormParam("token") String token, @FormParam("lang") String lang) {
        language.choose(lang);
        links.findByUnsubscribeToken(token == null ? "" : token)
                .ifPresent(subscriber -> subscriber.askForPreferences(clock.instant()));
        var words = Publication.words(language.current());
        return pages.answer(language.current(), words.subscribe_check(), words.preferences_link_sent());
    }

    @GET
    @Path("/{token}")
    @Operation(summary = "The settings; changes nothing")
    public Response show(String token) {
        var subscriber = links.forPreferences(token);
        language.choose(subscriber.language);
        return page(subscriber, false);
    }

    @POST
    @Path("/{token}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Saves the settings, pauses, resumes or leaves, by the button that was pressed")
    public Response save(String token, @FormParam("edition") String edition, @FormParam("leading") String leading,
            @FormParam("discreet") String discreet, @FormParam("act") String act) {
        var subscriber = links.forPreferences(token);
        language.choose(subscriber.language);
        switch (act == null ? "" : act) {
            case "save" -> {
                subscriber.choose(
                        publication.edition(edition == null ? "" : InvisibleSigns.strip(edition))
                                .orElseThrow(() -> Problem.invalid("edition", Words::invalid_edition)),
                        InvisibleSigns.stripped(leading), clock.instant());
                subscriber.discreet = "yes".equals(discreet);
            }
            case "pause" -> subscriber.pause(clock.instant());
            case "resume" -> subscriber.resume(clock.instant());
            case "leave" -> subscriber.unsubscribe(clock.instant());
            default -> throw Problem.invalid("act", Words::invalid_missing);
        }
        return page(subscriber, true);
    }

    private Response page(Subscriber subscriber, boolean saved) {
        return subscriber.status == SubscriberStatus.UNSUBSCRIBED
                ? pages.unsubscribed(subscriber)
                : pages.preferences(subscriber, saved);
    }
}
