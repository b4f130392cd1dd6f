package org.viestka.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.viestka.admin.Actor.Means;
import org.viestka.publication.Words;
import org.viestka.web.Problem;
import org.viestka.web.Violations;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;

/** What people do about their own way in. Whatever changes it takes the password, in the same call. */
@Path("/api/account")
@Authenticated
@Tag(name = "Own account")
class AccountResource {

    @Schema(name = "Account")
    record Self(@Schema(examples = {"\"hanna\"", "\"token:import\""}) String name, Role role,
            @Schema(description = "whether a code is asked for at sign-in") boolean secondFactor,
            @Schema(description = "for a lost telephone, each works once") long recoveryCodesLeft){}

    @Schema(name = "SessionToken")
    record ShownOnce(@Schema(examples = "\"viestka_session_9qM…\"", description = "for Authorization: Bearer") String token,
            Instant expiresAt) {}

    record NewPassword(@Schema(examples = "\"twelve characters or more\"") String password) {}

    record Code(@Schema(examples = "\"492039\"", description = "that the app shows now") String code) {}

    record RecoveryCodes(@Schema(description = "shown this once; keep them on paper") List<String> recoveryCodes) {}

    private final SecondFactors factors;
    private final Passwords passwords;
    private final AdminConfig config;
    private final Clock clock;
    private final SecurityIdentity identity;

    AccountResource(SecondFactors factors, Passwords passwords, AdminConfig config, Clock clock, SecurityIdentity identity) {
        this.factors = factors;
        this.passwords = passwords;
        this.config = config;
        this.clock = clock;
        this.identity = identity;
    }

    @GET
    @Operation(operationId = "getAccount", summary = "Who you are here, and as what")
    public Self get() {
        var actor = actor();
        boolean isPerson = actor.means() != Means.TOKEN;
        return new Self(actor.name(), actor.role(), isPerson && SecondFactor.findActive(actor.account()).isPresent(),
                isPerson ? RecoveryCode.countOf(actor.account()) : 0);
    }

    @PUT
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(operationId = "changePassword", summary = "A new password of your own; all your sessions end")
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "403", description = "Signed in without the password")
    public void changePassword(NewPassword body) {
        var actor = byPassword();
        var violations = new Violations();
        Passwords.check(violations, body == null ? null : body.password, "password");
        violations.throwIfAny();
        var account = Account.findForChange(actor.account()).orElseThrow(Problem::notFound);
        account.change(passwords.hash(body.password), null, null);
        Session.deleteOf(account.id);
    }

    @POST
    @Path("sessions")
    @Transactional
    @Operation(operationId = "beginSession", summary = "A token in exchange for password and code, for some hours")
    @APIResponse(responseCode = "201", description = "Begun", content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShownOnce.class)))
    @APIResponse(responseCode = "403", description = "Signed in without the password")
    public RestResponse<ShownOnce> beginSession() {
        var secret = OpaqueTokens.makeUp(Session.PREFIX);
        var session = Session.create(byPassword().account(), secret, clock.instant(), config.session());
        session.persist();
        return ResponseBuilder.create(Status.CREATED, new ShownOnce(secret, session.expiresAt)).build();
    }

    @DELETE
    @Path("sessions")
    @Transactional
    @Operation(operationId = "endSessions", summary = "Signs out everywhere")
    @APIResponse(responseCode = "204", description = "Every session of yours has ended")
    @APIResponse(responseCode = "403", description = "A token has no sessions")
    public void endSessions() {
        Session.deleteOf(person().account());
    }

    @POST
    @Path("second-factor")
    @Transactional
    @Operation(operationId = "proposeSecondFactor", summary = "A new secret for an authenticator app; asked for once confirmed")
    @APIResponse(responseCode = "201", description = "Made, not yet asked for", content = @Content(mediaType = "application/json", schema = @Schema(implementation = SecondFactors.Proposal.class)))
    @APIResponse(responseCode = "403", description = "Signed in without the password")
    @APIResponse(responseCode = "409", description = "There is one already")
    public RestResponse<SecondFactors.Proposal> propose() {
        var account = Account.<Account>findById(byPassword().account());
        return ResponseBuilder.create(Status.CREATED, factors.propose(account)).build();
    }

    @PUT
    @Path("second-factor")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(operationId = "confirmSecondFactor", summary = "Shows that the app has the secret: from now on a code is asked for")
    @APIResponse(responseCode = "200", description = "Asked for from now on; other sessions of yours have ended", content = @Content(mediaType = "application/json", schema = @Schema(implementation = RecoveryCodes.class)))
    @APIResponse(responseCode = "403", description = "Signed in without the password")
    @APIResponse(responseCode = "404", description = "There is no secret to confirm")
    @APIResponse(responseCode = "409", description = "Confirmed already")
    public RecoveryCodes confirm(Code body) {
        var account = byPassword().account();
        var codes = factors.confirm(account, body == null ? null : body.code);
        // Whoever came in without a code before shall not stay.
        Session.deleteOf(account);
        return new RecoveryCodes(codes);
    }

    @DELETE
    @Path("second-factor")
    @Transactional
    @Operation(operationId = "removeSecondFactor", summary = "No code is asked for any more; takes one a last time")
    @APIResponse(responseCode = "204", description = "Removed, if there was one")
    @APIResponse(responseCode = "403", description = "Signed in without the password")
    public void removeSecondFactor() {
        SecondFactor.deleteById(byPassword().account());
    }

    private Actor actor() {
        return Actor.of(identity).orElseThrow();
    }

    private Actor person() {
        return of(actor().means() != Means.TOKEN);
    }

    /** A stolen session changes no password and no second factor, and makes no other session. */
    private Actor byPassword() {
        return of(actor().means() == Means.PASSWORD);
    }

    private Actor of(boolean isAllowed) {
        if (!isAllowed) {
            throw Problem.of(Status.FORBIDDEN, Words::problem_password_wanted);
        }
        return actor();
    }
}
