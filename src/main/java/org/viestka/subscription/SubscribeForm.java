package org.viestka.subscription;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.viestka.publication.Publication;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.web.RequestLanguage;

import io.smallrye.common.annotation.Blocking;

/** The subscribe form, without JavaScript and from any site. The answer is the same for every address. */
@Path("/subscribe")
@Produces(MediaType.TEXT_HTML)
@Blocking
class SubscribeForm {

    private final Publication publication;
    private final RequestLanguage language;
    private final ReaderPages pages;
    private final SignUps signUps;
    private final SignUpLimits limits;

    SubscribeForm(Publication publication, RequestLanguage language, ReaderPages pages, SignUps signUps,
            SignUpLimits limits) {
        this.publication = publication;
        this.language = language;
        this.pages = pages;
        this.signUps = signUps;
        this.limits = limits;
    }

    @GET
    @Operation(summary = "The form alone, for links from elsewhere and for a reload of the answer")
    public Response show(@QueryParam("lang") String lang) {
        language.choose(lang);
        return pages.form(Status.OK, language.current(), null, "", null, null);
    }

    /** @param website filled by robots only: people do not see the field */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Asks for a subscription; the answer is a page and the same for every address")
    public Response subscribe(@FormParam("email") String email, @FormParam("edition") String edition,
            @FormParam("lang") String lang, @FormParam("website") String website) {
        language.choose(lang);
        var words = Publication.words(language.current());
        var address = Address.parse(email);
        var chosen = publication.edition(edition == null ? "" : edition);
        if (address.address().isEmpty() || chosen.isEmpty()) {
            return pages.form(Status.BAD_REQUEST, language.current(), edition, email == null ? "" : email,
                    address.refusal().map(refusal -> refusal.words(words)).orElse(null),
                    chosen.isEmpty() ? words.invalid_edition() : null);
        }
        limits.count();
        if (website == null || website.isEmpty()) {
            signUps.take(address.address().get(), chosen.get(), language.current(), ConsentSource.FORM);
        }
        return signUps.confirmationIsRequired()
                ? pages.answer(language.current(), words.subscribe_check(), words.subscribe_check_text())
                : pages.answer(language.current(), words.subscribe_done(), words.subscribe_done_text());
    }
}
