package org.viestka.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.config.inject.ConfigProperty;
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
import org.viestka.web.Version;
import org.viestka.web.Violations;

/** People who sign in. */
@Path("/api/users")
@RolesAllowed("admin")
@Tag(name = "Users and tokens")
class UserResource {

    record NewUser(@Schema(examples = "\"hanna\"") String name,
            @Schema(examples = "\"twelve characters or more\"", description = "may be left out for who comes by the OpenID provider") String password,
            Role role) {}

    /** What is null stays as it is. */
    @Schema(name = "UserChange")
    record Change(String password, Role role, Boolean disabled) {}

    record User(UUID id, @Schema(examples = "\"hanna\"") String name, Role role, boolean disabled,
            @Schema(description = "whether a code is asked for at sign-in") boolean secondFactor, Instant createdAt) {

        static User of(Account account, boolean secondFactor) {
            return new User(account.id, account.name, account.role, account.disabled, secondFactor, account.createdAt);
        }
    }

    private final Passwords passwords;
    private final Clock clock;
    private final boolean hasProvider;

    UserResource(Passwords passwords, Clock clock, @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean hasProvider) {
        this.passwords = passwords;
        this.clock = clock;
        this.hasProvider = hasProvider;
    }

    @GET
    @Operation(operationId = "listUsers", summary = "Everyone who signs in, by name")
    public RestResponse<PageOf<User>> list(@QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, UriInfo uri) {
        var found = Account.findInOrder();
        var users = found.page(page, size).list();
        var secured = SecondFactor.findActiveAmong(users.stream().map(user -> user.id).toList());
        return new PageOf<>(users, page, size, found.count()).map(user -> User.of(user, secured.contains(user.id)))
                .answer(uri);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getUser", summary = "One user")
    public RestResponse<User> get(UUID id) {
        return answer(Account.<Account>findByIdOptional(id).orElseThrow(NotFoundException::new));
    }

    @POST
    @Transactional
    @Operation(operationId = "createUser", summary = "Adds a user")
    @APIResponse(responseCode = "201", description = "Added", content = @Content(mediaType = "application/json", schema = @Schema(implementation = User.class)))
    @APIResponse(responseCode = "409", description = "The name is taken")
    public RestResponse<User> create(NewUser body) {
        var user = body == null ? new NewUser(null, null, null) : body;
        var violations = new Violations();
        AccountNames.check(violations, user.name);
        if (user.password != null || !hasProvider) {
            Passwords.check(violations, user.password, "password");
        }
        if (violations.check(user.role != null, "role", Words::invalid_missing)) {
            checkRole(violations, user.role);
        }
        violations.throwIfAny();
        var account = Account.create(user.name, user.password == null ? null : passwords.hash(user.password), user.role,
                clock.instant());
        if (!account.insertIfNew()) {
            throw Problem.conflict(Words::conflict_name);
        }
        return ResponseBuilder.create(Status.CREATED, User.of(account, false)).header("Location", "/api/users/" + account.id)
                .tag(Version.tag(account.version)).build();
    }

    @PATCH
    @Path("{id}")
    @Transactional
    @Operation(operationId = "changeUser", summary = "Changes password, role or whether the user may sign in")
    @APIResponse(responseCode = "200", description = "Changed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = User.class)))
    @APIResponse(responseCode = "409", description = "The last admin stays one")
    public RestResponse<User> change(UUID id, Change body, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        var change = body == null ? new Change(null, null, null) : body;
        var violations = new Violations();
        if (change.password != null) {
            Passwords.check(violations, change.password, "password");
        }
        checkRole(violations, change.role);
        violations.throwIfAny();
        var hash = change.password == null ? null : passwords.hash(change.password);
        var admins = Account.lockEnabledAdmins();
        var account = find(id, ifMatch);
        boolean isLast = admins.equals(List.of(account));
        account.change(hash, change.role, change.disabled);
        if (hash != null || account.disabled) {
            Session.deleteOf(id);
        }
        if (isLast && !account.isEnabledAdmin()) {
            throw Problem.conflict(Words::conflict_last_admin);
        }
        account.persistAndFlush();
        return answer(account);
    }

    @DELETE
    @Path("{id}")
    @Transactional
    @Operation(operationId = "deleteUser", summary = "Removes a user")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "409", description = "The last admin stays")
    public void delete(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        var admins = Account.lockEnabledAdmins();
        var account = find(id, ifMatch);
        if (admins.equals(List.of(account))) {
            throw Problem.conflict(Words::conflict_last_admin);
        }
        account.delete();
    }

    @DELETE
    @Path("{id}/second-factor")
    @Transactional
    @Operation(operationId = "removeSecondFactorOf", summary = "For who lost both telephone and recovery codes: no code is asked for any more")
    @APIResponse(responseCode = "204", description = "Removed, if there was one")
    public void removeSecondFactor(UUID id) {
        if (Account.findById(id) == null) {
            throw new NotFoundException();
        }
        SecondFactor.deleteById(id);
        Session.deleteOf(id);
    }

    private static void checkRole(Violations violations, Role role) {
        violations.check(role == null || role.isForPeople(), "role", Words::invalid_role);
    }

    /** In the version that the request means, if it names one. */
    private static Account find(UUID id, String ifMatch) {
        var account = Account.<Account>findByIdOptional(id).orElseThrow(NotFoundException::new);
        Version.check(ifMatch, account.version);
        return account;
    }

    private static RestResponse<User> answer(Account account) {
        return ResponseBuilder.ok(User.of(account, SecondFactor.findActive(account.id).isPresent()))
                .tag(Version.tag(account.version)).build();
    }
}
