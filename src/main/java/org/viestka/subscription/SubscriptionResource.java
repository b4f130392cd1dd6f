package org.viestka.subscription;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.InvisibleSigns;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;
import org.viestka.web.Violations;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.smallrye.common.annotation.Blocking;

/** Sign-up in JSON, for a newsroom's own site or app. */
@Path("/api/subscriptions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class SubscriptionResource {

    /**
     * @param language of the confirm mail and the reader's pages; that of the request where it is null
     * @param discreet whether mail must give nothing away to whoever sees it arrive
     * @param remarks a field that the caller's form hides from people: filled by robots, and by browsers now and then
     * @param stamp of a challenge, taken when the caller's form was shown
     * @param proof the solution of the challenge's puzzle, where there is one
     */
    record Wish(@Schema(example = "nadzeya@example.org") String email, @Schema(example = "be-ru") String edition,
            @Schema(example = "be") String language, Boolean discreet, String remarks, String stamp, String proof) {

        Wish {
            edition = InvisibleSigns.stripped(edition);
            language = InvisibleSigns.stripped(language);
        }
    }

    /**
     * @param status always {@code accepted}
     * @param notice what to think of with a mailbox in Belarus or Russia; left out for others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(@Schema(example = "accepted") String status, String message, String notice) {}

    /** @param bits zero bits that SHA-256 of {@code stamp:email:proof} must begin with; 0 where no proof is asked for */
    record Challenge(String stamp, int bits) {}

    private final Publication publication;
    private final RequestLanguage language;
    private final SignUps signUps;
    private final SignUpLimits limits;
    private final FormGuard guard;
    private final ExposedMailboxes exposed;

    SubscriptionResource(Publication publication, RequestLanguage language, SignUps signUps, SignUpLimits limits,
            FormGuard guard, ExposedMailboxes exposed) {
        this.publication = publication;
        this.language = language;
        this.signUps = signUps;
        this.limits = limits;
        this.guard = guard;
        this.exposed = exposed;
    }

    @GET
    @Path("challenge")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "getChallenge", summary = "What a form of the caller's own needs when it is shown: a stamp, and how hard the puzzle is")
    public Challenge challenge() {
        return new Challenge(guard.stamp(), guard.bits());
    }

    @POST
    @Operation(operationId = "subscribe", summary = "Asks for a subscription; the answer is the same for every address of a domain")
    @APIResponse(responseCode = "202", description = "Taken, whatever is known of the address", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "429", description = "Too many from this network or in all; Retry-After says when")
    public Response subscribe(Wish wish) {
        if (wish == null) {
            throw Problem.invalid("email", Words::invalid_missing);
        }
        language.choose(wish.language());
        var violations = new Violations();
        var address = Address.parse(wish.email());
        violations.check(address.address().isPresent(), "email", address::words);
        var edition = publication.edition(wish.edition() == null ? "" : wish.edition());
        violations.check(edition.isPresent(), "edition", Words::invalid_edition);
        violations.check(wish.language() == null || publication.speaks(wish.language()), "language",
                Words::invalid_language);
        violations.throwIfAny();
        limits.count();
        var reader = address.address().orElseThrow();
        switch (guard.judge(new FormGuard.Hidden(wish.remarks(), wish.stamp(), wish.proof(), null), wish.email(), reader)) {
            case READER -> signUps.take(reader, edition.orElseThrow(), language.current(),
                    Boolean.TRUE.equals(wish.discreet()), ConsentSource.API);
            case UNSOLVED -> throw Problem.invalid("proof", Words::invalid_proof);
            case TRAPPED -> throw Problem.invalid("remarks", Words::invalid_remarks);
            case UNTIMELY -> throw Problem.invalid("stamp", Words::invalid_stamp);
        }
        var words = Publication.words(language.current());
        var message = signUps.confirmationIsRequired() ? words.subscribe_check_text() : words.subscribe_done();
        return Response.status(Status.ACCEPTED).header(HttpHeaders.CONTENT_LANGUAGE, language.current())
                .entity(new Accepted("accepted", message,
                        exposed.include(reader) ? words.subscribe_exposed() : null))
                .build();
    }
}
