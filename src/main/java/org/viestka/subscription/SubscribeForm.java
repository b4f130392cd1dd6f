package org.viestka.subscription;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.viestka.publication.Publication;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.InvisibleSigns;
import org.viestka.subscription.ReaderPages.Place;
import org.viestka.subscription.ReaderPages.Typed;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

import io.smallrye.common.annotation.Blocking;

/** The subscribe form, without JavaScript, on a page of ours and in a frame. The answer is the same for every address. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
class SubscribeForm {

    private final Publication publication;
    private final RequestLanguage language;
    private final ReaderPages pages;
    private final SignUps signUps;
    private final SignUpLimits limits;
    private final FormGuard guard;
    private final ExposedMailboxes exposed;
    private final AllowedOrigins embedding;
    private final HttpHeaders headers;

    SubscribeForm(Publication publication, RequestLanguage language, ReaderPages pages, SignUps signUps, SignUpLimits limits,
            FormGuard guard, ExposedMailboxes exposed, AllowedOrigins embedding, HttpHeaders headers) {
        this.publication = publication;
        this.language = language;
        this.pages = pages;
        this.signUps = signUps;
        this.limits = limits;
        this.guard = guard;
        this.exposed = exposed;
        this.embedding = embedding;
        this.headers = headers;
    }

    /** What the form sends; those that no reader sees are told in {@link FormGuard.Hidden}. */
    static class Fields {
        @FormParam("email")
        String email;
        @FormParam("edition")
        String edition;
        /** {@code yes} for mail that gives nothing away. */
        @FormParam("discreet")
        String discreet;
        @FormParam("lang")
        String lang;
        @FormParam("remarks")
        String remarks;
        @FormParam("stamp")
        String stamp;
        @FormParam("proof")
        String proof;
        @FormParam("again")
        String again;
    }

    @GET
    @Path("subscribe")
    @Operation(summary = "The form alone, for links from elsewhere and for a reload of the answer")
    public Response show(@QueryParam("lang") String lang) {
        return show(lang, Place.PAGE);
    }

    @POST
    @Path("subscribe")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Asks for a subscription; the answer is a page and the same for every address of a domain")
    public Response subscribe(@BeanParam Fields fields) {
        return subscribe(fields, Place.PAGE);
    }

    @GET
    @Path("embed")
    @Operation(summary = "The form alone, for a frame on a site of others, where the operator has named one")
    public Response showFramed(@QueryParam("lang") String lang) {
        requireOffer();
        return show(lang, Place.FRAME);
    }

    @POST
    @Path("embed")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "The same as from a page of ours; every answer may be framed as well")
    public Response subscribeFramed(@BeanParam Fields fields) {
        requireOffer();
        return subscribe(fields, Place.FRAME);
    }

    @GET
    @Path("embed/snippet")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "The form as HTML, for the source of another site's page")
    public Response snippet(@QueryParam("lang") String lang) {
        requireOffer();
        language.choose(lang);
        return pages.snippet(language.current());
    }

    private Response show(String lang, Place place) {
        language.choose(lang);
        return pages.form(place, Status.OK, language.current(), Typed.NOTHING);
    }

    private Response subscribe(Fields fields, Place place) {
        language.choose(InvisibleSigns.stripped(fields.lang));
        var words = Publication.words(language.current());
        var parsed = Address.parse(fields.email);
        // Whoever presses the button of a form that comes back filled in is as fast as a robot.
        var again = parsed.address().map(guard::askAgain).orElse(null);
        if (!embedding.admits(headers)) {
            return pages.form(place, Status.FORBIDDEN, language.current(),
                    typed(fields, null, null, again, words.subscribe_foreign()));
        }
        var edition = publication.edition(fields.edition == null ? "" : InvisibleSigns.strip(fields.edition));
        if (parsed.address().isEmpty() || edition.isEmpty()) {
            return pages.form(place, Status.BAD_REQUEST, language.current(),
                    typed(fields, parsed.words(words),
                            edition.isEmpty() ? words.invalid_edition() : null, null, null));
        }
        limits.count();
        var address = parsed.address().get();
        var hidden = new FormGuard.Hidden(fields.remarks, fields.stamp, fields.proof, fields.again);
        switch (guard.judge(hidden, fields.email, address)) {
            case READER -> signUps.take(address, edition.get(), language.current(), isDiscreet(fields), ConsentSource.FORM);
            case UNSOLVED -> {
                return pages.form(place, Status.BAD_REQUEST, language.current(),
                        typed(fields, null, null, again, words.subscribe_proof_missing()));
            }
            case TRAPPED, UNTIMELY -> {
                return pages.form(place, Status.BAD_REQUEST, language.current(),
                        typed(fields, null, null, again, words.subscribe_once_more()));
            }
        }
        return signUps.confirmationIsRequired()
                ? pages.answer(place, language.current(), words.subscribe_check(), words.subscribe_check_text(),
                        exposed.include(address))
                : pages.answer(place, language.current(), words.subscribe_done(), words.subscribe_done_text(),
                        exposed.include(address));
    }

    private Typed typed(Fields fields, String emailError, String editionError, String again, String note) {
        return new Typed(fields.edition, fields.email == null ? "" : fields.email, isDiscreet(fields),
                guard.keep(fields.stamp), again, emailError, editionError, note);
    }

    private void requireOffer() {
        if (!embedding.isOffered()) {
            throw Problem.notFound();
        }
    }

    private static boolean isDiscreet(Fields fields) {
        return "yes".equals(fields.discreet);
    }
}
