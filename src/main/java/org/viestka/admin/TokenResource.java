package org.viestka.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.viestka.publication.Words;
import org.viestka.web.PageOf;
import org.viestka.web.Problem;
import org.viestka.web.Violations;

import io.quarkus.security.identity.SecurityIdentity;

/** Machines that sign in. */
@Path("/api/tokens")
@RolesAllowed("admin")
@Tag(name = "Users and tokens")
class TokenResource {

    record NewToken(@Schema(examples = "\"import\"") String name, Role role,
            @Schema(description = "never, if left out") Instant expiresAt) {}

    record Token(UUID id, @Schema(examples = "\"import\"") String name, Role role, String createdBy, Instant createdAt,
            Instant expiresAt, Instant lastUsedAt) {

        static Token of(ApiToken token) {
            return new Token(token.id, token.name, token.role, token.createdBy, token.createdAt, token.expiresAt,
                    token.lastUsedAt);
        }
    }

    @Schema(name = "TokenWithSecret")
    record ShownOnce(UUID id, String name, Role role, String createdBy, Instant createdAt, Instant expiresAt,
            @Schema(examples = "\"viestka_9qM…\"", description = "for Authorization: Bearer; shown this once") String token) {}

    private final Clock clock;
    private final SecurityIdentity identity;

    TokenResource(Clock clock, SecurityIdentity identity) {
        this.clock = clock;
        this.identity = identity;
    }

    @GET
    @Operation(operationId = "listTokens", summary = "All tokens, by name; not the secrets, which nobody has")
    public RestResponse<PageOf<Token>> list(@QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, UriInfo uri) {
        var found = ApiToken.findInOrder();
        return new PageOf<>(found.page(page, size).list(), page, size, found.count()).map(Token::of).answer(uri);
    }

    @POST
    @Transactional
    @Operation(operationId = "createToken", summary = "Makes a token and shows it, this once")
    @APIResponse(responseCode = "201", description = "Made", content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShownOnce.class)))
    @APIResponse(responseCode = "409", description = "The name is taken")
    public RestResponse<ShownOnce> create(NewToken body) {
        var wanted = body == null ? new NewToken(null, null, null) : body;
        var now = clock.instant();
        var violations = new Violations();
        AccountNames.check(violations, wanted.name);
        violations.check(wanted.role != null, "role", Words::invalid_missing);
        violations.check(wanted.expiresAt == null || wanted.expiresAt.isAfter(now), "expiresAt", Words::invalid_past);
        violations.throwIfAny();
        var secret = OpaqueTokens.makeUp(ApiToken.PREFIX);
        var token = ApiToken.create(wanted.name, secret, wanted.role, wanted.expiresAt, Actor.of(identity).orElseThrow(), now);
        if (!token.insertIfNew()) {
            throw Problem.conflict(Words::conflict_name);
        }
        return ResponseBuilder
                .create(Status.CREATED, new ShownOnce(token.id, token.name, token.role, token.createdBy, token.createdAt,
                        token.expiresAt, secret))
                .header("Location", "/api/tokens/" + token.id).build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getToken", summary = "One token, without the secret")
    public Token get(UUID id) {
        return Token.of(ApiToken.<ApiToken>findByIdOptional(id).orElseThrow(NotFoundException::new));
    }

    @DELETE
    @Path("{id}")
    @Transactional
    @Operation(operationId = "deleteToken", summary = "Removes a token: it lets nobody in from now on")
    public void delete(UUID id) {
        if (!ApiToken.deleteById(id)) {
            throw new NotFoundException();
        }
    }
}
