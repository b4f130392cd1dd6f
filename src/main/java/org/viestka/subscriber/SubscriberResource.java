package org.viestka.subscriber;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.vault.Vault;
import org.viestka.web.AddressDisclosure;
import org.viestka.web.AuditNote;
import org.viestka.web.Problem;
import org.viestka.web.Version;
import org.viestka.web.Violations;

import io.vertx.ext.web.RoutingContext;

/** One subscriber at a time, for admins. Every answer masks the address unless {@code reveal} asks for it, which is noted. */
@Path("/api/subscribers")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
public class SubscriberResource {

    // Null stands for a status that is left out. Set.of() knows no null.
    private static final List<SubscriberStatus> CREATED = Arrays.asList(null, SubscriberStatus.ACTIVE,
            SubscriberStatus.PENDING);
    private static final List<SubscriberStatus> CHANGED = Arrays.asList(null, SubscriberStatus.ACTIVE, SubscriberStatus.PAUSED,
            SubscriberStatus.UNSUBSCRIBED);

    private static final int LONGEST_REASON = 500;

    private final Publication publication;
    private final Vault vault;
    private final Clock clock;

    SubscriberResource(Publication publication, Vault vault, Clock clock) {
        this.publication = publication;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * What an admin changes; what is left out stays.
     *
     * @param reason why mail is to be tried again where it came back, for the audit trail; needed for that alone
     */
    @Schema(name = "SubscriberChange")
    record Change(String edition, String language, String leadingLanguage, SubscriberStatus status, Boolean discreet,
            @Schema(examples = "\"The reader has a new mailbox\"") String reason) {

        Change {
            edition = InvisibleSigns.stripped(edition);
            language = InvisibleSigns.stripped(language);
            leadingLanguage = InvisibleSigns.stripped(leadingLanguage);
        }
    }

    /**
     * What an admin gives.
     *
     * @param status active when it is left out at creation
     */
    @Schema(name = "SubscriberInput")
    record Input(String email, String edition, String language, String leadingLanguage, SubscriberStatus status,
            Boolean discreet) {

        Input {
            edition = InvisibleSigns.stripped(edition);
            language = InvisibleSigns.stripped(language);
            leadingLanguage = InvisibleSigns.stripped(leadingLanguage);
        }
    }

    @POST
    @Transactional
    @Operation(operationId = "createSubscriber", summary = "A new subscriber, active or (a confirm mail is sent) pending; 409 when the address is known or suppressed")
    @APIResponse(responseCode = "201", description = "Added", content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubscriberView.class)))
    @APIResponse(responseCode = "409", description = "The address is known or suppressed")
    public RestResponse<SubscriberView> create(Input input,
            @QueryParam("reveal") @DefaultValue("false") @Pattern(regexp = "true|false") String reveal) {
        var violations = new Violations();
        var parsed = Address.parse(input == null ? null : input.email());
        var address = parsed.address();
        violations.check(address.isPresent(), "email", parsed::words);
        var edition = publication.edition(input == null || input.edition() == null ? "" : input.edition());
        violations.check(edition.isPresent(), "edition", Words::invalid_edition);
        if (input != null) {
            check(input.language(), input.leadingLanguage(), violations);
        }
        violations.check(input == null || CREATED.contains(input.status()), "status", Words::invalid_status);
        violations.throwIfAny();
        if (Suppression.findByAddress(address.get(), vault).isPresent()) {
            throw Problem.conflict(Words::subscriber_suppressed);
        }
        if (Subscriber.findByAddressForChange(address.get(), vault).isPresent()) {
            throw Problem.conflict(Words::subscriber_known);
        }
        var status = input.status() == null ? SubscriberStatus.ACTIVE : input.status();
        var language = input.language() == null ? edition.get().leadingLanguage() : input.language();
        var subscriber = Subscriber.create(address.get(), edition.get().key(), language, status, ConsentSource.ADMIN, vault,
                clock.instant());
        subscriber.choose(edition.get(), input.leadingLanguage(), clock.instant());
        subscriber.discreet = Boolean.TRUE.equals(input.discreet());
        save(subscriber);
        if (status == SubscriberStatus.PENDING) {
            subscriber.askToConfirm(vault, clock.instant());
            Subscriber.flush();
        }
        return ResponseBuilder.create(Status.CREATED, SubscriberView.of(subscriber, vault, isTrue(reveal)))
                .header("Location", "/api/subscribers/" + subscriber.id).tag(Version.tag(subscriber.version)).build();
    }

    @GET
    @Path("{id}")
    @Transactional
    @Operation(operationId = "getSubscriber", summary = "One subscriber")
    public RestResponse<SubscriberView> get(@PathParam("id") UUID id,
            @QueryParam("reveal") @DefaultValue("false") @Pattern(regexp = "true|false") String reveal,
            @Context RoutingContext call) {
        if (isTrue(reveal)) {
            AddressDisclosure.note(call);
        }
        return answer(find(id), isTrue(reveal));
    }

    @PATCH
    @Path("{id}")
    @Transactional
    @Operation(operationId = "changeSubscriber", summary = "Changes edition, language, order of languages or status; fields that are left out stay. Whose mail came back is set active with a reason")
    @APIResponse(responseCode = "200", description = "Changed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubscriberView.class)))
    @APIResponse(responseCode = "409", description = "Whoever left or complained is not brought back, nor who is suppressed")
    public RestResponse<SubscriberView> change(@PathParam("id") UUID id, Change input,
            @QueryParam("reveal") @DefaultValue("false") @Pattern(regexp = "true|false") String reveal,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @Context RoutingContext call) {
        var subscriber = find(id);
        Version.check(ifMatch, subscriber.version);
        if (input == null) {
            throw Problem.invalid("", Words::invalid_json);
        }
        var violations = new Violations();
        var edition = publication.edition(input.edition() == null ? subscriber.edition : input.edition());
        violations.check(edition.isPresent(), "edition", Words::invalid_edition);
        check(input.language(), input.leadingLanguage(), violations);
        violations.check(input.status() == subscriber.status || CHANGED.contains(input.status()), "status",
                Words::invalid_status);
        if (input.reason() != null) {
            violations.line(input.reason(), LONGEST_REASON, "reason");
        }
        violations.throwIfAny();
        if (input.status() != null && input.status() != subscriber.status) {
            move(subscriber, input.status(), input.reason());
        }
        if (input.reason() != null) {
            AuditNote.put(call, "reason: " + input.reason());
        }
        var leading = input.leadingLanguage() == null ? subscriber.leadingLanguage : input.leadingLanguage();
        subscriber.choose(edition.get(), leading, clock.instant());
        if (input.language() != null) {
            subscriber.language = input.language();
        }
        if (input.discreet() != null) {
            subscriber.discreet = input.discreet();
        }
        Subscriber.flush();
        return answer(subscriber, isTrue(reveal));
    }

    @DELETE
    @Path("{id}")
    @Transactional
    @Operation(operationId = "eraseSubscriber", summary = "Erases the subscriber, keeping only the suppression, with the reason bounced or complained for whoever was that; suppress=false keeps nothing at all")
    @APIResponse(responseCode = "204", description = "Erased")
    public RestResponse<Void> erase(@PathParam("id") UUID id,
            @QueryParam("suppress") @DefaultValue("true") @Pattern(regexp = "true|false") String suppress,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        var subscriber = find(id);
        Version.check(ifMatch, subscriber.version);
        if (isTrue(suppress)) {
            subscriber.eraseAndSuppress(vault, clock.instant());
        } else {
            subscriber.erase(false, vault, clock.instant());
        }
        return RestResponse.noContent();
    }

    private void move(Subscriber subscriber, SubscriberStatus next, String reason) {
        if (!next.isOptOut()) {
            if (subscriber.status.isOptOut()) {
                throw Problem.conflict(Words::subscriber_opted_out);
            }
            if (subscriber.status == SubscriberStatus.BOUNCED && reason == null) {
                throw Problem.invalid("reason", Words::subscriber_reason);
            }
            if (Suppression.findByAddress(subscriber.address(vault), vault).isPresent()) {
                throw Problem.conflict(Words::subscriber_suppressed);
            }
        }
        subscriber.become(next, clock.instant());
    }

    /** @throws Problem 409 when another request has just saved the same address */
    private static void save(Subscriber subscriber) {
        try {
            subscriber.persistAndFlush();
        } catch (PersistenceException e) {
            throw Subscriber.isTwin(e) ? Problem.conflict(Words::subscriber_known) : e;
        }
    }

    private void check(String language, String leading, Violations violations) {
        violations.check(language == null || publication.speaks(language), "language", Words::invalid_language);
        violations.check(leading == null || publication.speaks(leading), "leadingLanguage", Words::invalid_language);
    }

    private RestResponse<SubscriberView> answer(Subscriber subscriber, boolean reveal) {
        return ResponseBuilder.ok(SubscriberView.of(subscriber, vault, reveal)).tag(Version.tag(subscriber.version)).build();
    }

    private static Subscriber find(UUID id) {
        return Subscriber.findForChange(id).orElseThrow(Problem::notFound);
    }

    /** Of a parameter that is checked already: what Jakarta REST takes for {@code false} includes every mistake in writing. */
    private static boolean isTrue(String parameter) {
        return parameter.equals("true");
    }
}
