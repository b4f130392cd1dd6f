package org.viestka.webhook;

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
import org.viestka.vault.SigningSecret;
import org.viestka.vault.Vault;
import org.viestka.web.PageOf;
import org.viestka.web.Problem;
import org.viestka.web.Violations;

/** Other systems that are told of what happens here. */
@Path("/api/webhooks")
@RolesAllowed("admin")
@Tag(name = "Webhooks")
class WebhookResource {

    @Schema(name = "NewWebhook")
    record NewWebhook(@Schema(examples = "\"https://crm.example.org/hooks/viestka\"") String url,
            @Schema(examples = "[\"subscriber.confirmed\", \"mailing.finished\"]") List<String> events) {}

    /**
     * @param waiting messages that it has not taken yet
     * @param failures in a row
     */
    @Schema(name = "Webhook")
    record View(UUID id, String url, List<String> events, Instant createdAt, long waiting, int failures) {

        static View of(Webhook webhook) {
            return new View(webhook.id, webhook.url, webhook.events, webhook.createdAt,
                    WebhookMessage.countWaiting(webhook.id), webhook.failures);
        }
    }

    @Schema(name = "WebhookWithSecret")
    record ShownOnce(UUID id, String url, List<String> events, Instant createdAt,
            @Schema(examples = "\"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\"", description = "for checking signatures (Standard Webhooks); shown this once") String secret) {}

    /**
     * @param message the {@code webhook-id}, the same in each attempt
     * @param trouble null where it was taken
     */
    @Schema(name = "WebhookAttempt")
    record Attempt(UUID message, String type, Instant at, @Schema(nullable = true) Integer status,
            @Schema(examples = "\"refused\"", description = "no-such-host, private-address, not-reached, tls, no-answer, broken-off, redirect, refused") String trouble,
            int millis, @Schema(description = "the last one, in vain") boolean givenUp) {

        static Attempt of(WebhookAttempt attempt) {
            return new Attempt(attempt.messageId, attempt.type, attempt.at, attempt.status, attempt.trouble, attempt.millis,
                    attempt.givenUp);
        }
    }

    private final Attempts attempts;
    private final WebhookConfig config;
    private final Vault vault;
    private final Clock clock;

    WebhookResource(Attempts attempts, WebhookConfig config, Vault vault, Clock clock) {
        this.attempts = attempts;
        this.config = config;
        this.vault = vault;
        this.clock = clock;
    }

    @GET
    @Transactional
    @Operation(operationId = "listWebhooks", summary = "All webhooks, the oldest first; not their secrets")
    public RestResponse<PageOf<View>> list(@QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, UriInfo uri) {
        var found = Webhook.findInOrder();
        return new PageOf<>(found.page(page, size).list(), page, size, found.count()).map(View::of).answer(uri);
    }

    @POST
    @Transactional
    @Operation(operationId = "createWebhook", summary = "Adds a webhook and shows its secret, this once")
    @APIResponse(responseCode = "201", description = "Added", content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShownOnce.class)))
    @APIResponse(responseCode = "409", description = "There are too many already")
    public RestResponse<ShownOnce> create(NewWebhook body) {
        var wanted = body == null ? new NewWebhook(null, null) : body;
        var violations = new Violations();
        Target.check(wanted.url, config.privateTargets(), violations);
        if (violations.check(wanted.events != null && !wanted.events.isEmpty(), "events", Words::invalid_missing)) {
            violations.check(wanted.events.stream().allMatch(event -> event != null && Webhook.EVENTS.contains(event)),
                    "events",
                    words -> words.invalid_event(String.join(", ", Webhook.EVENTS)));
        }
        violations.throwIfAny();
        Webhook.lockList();
        if (Webhook.count() >= Webhook.MOST) {
            throw Problem.conflict(words -> words.webhook_too_many(Webhook.MOST));
        }
        var secret = SigningSecret.makeUp();
        var webhook = Webhook.create(wanted.url, wanted.events.stream().distinct().toList(), secret, vault, clock.instant());
        webhook.persist();
        return ResponseBuilder
                .create(Status.CREATED,
                        new ShownOnce(webhook.id, webhook.url, webhook.events, webhook.createdAt, secret.reveal()))
                .header("Location", "/api/webhooks/" + webhook.id).build();
    }

    @GET
    @Path("{id}")
    @Transactional
    @Operation(operationId = "getWebhook", summary = "One webhook, without its secret")
    public View get(UUID id) {
        return View.of(Webhook.<Webhook>findByIdOptional(id).orElseThrow(NotFoundException::new));
    }

    @DELETE
    @Path("{id}")
    @Transactional
    @Operation(operationId = "deleteWebhook", summary = "Removes a webhook: it is told nothing any more, also not what waits")
    public void delete(UUID id) {
        if (!Webhook.deleteById(id)) {
            throw new NotFoundException();
        }
    }

    @POST
    @Path("{id}/ping")
    @Operation(operationId = "pingWebhook", summary = "Tells it something of no meaning, once and at once, and says what came of it")
    public Attempt ping(UUID id) throws InterruptedException {
        return attempts.ping(id).map(Attempt::of).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("{id}/attempts")
    @Transactional
    @Operation(operationId = "listWebhookAttempts", summary = "What was tried and what came of it, newest first")
    public RestResponse<PageOf<Attempt>> attempts(UUID id,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, UriInfo uri) {
        Webhook.<Webhook>findByIdOptional(id).orElseThrow(NotFoundException::new);
        var found = WebhookAttempt.findNewestFirst(id);
        return new PageOf<>(found.page(page, size).list(), page, size, found.count()).map(Attempt::of).answer(uri);
    }
}
