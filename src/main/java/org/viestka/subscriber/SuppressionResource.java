package org.viestka.subscriber;

import java.time.Clock;
import java.time.Instant;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.viestka.vault.Vault;
import org.viestka.web.PageOf;
import org.viestka.web.Problem;

import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;

/** Addresses that must never be written to. They cannot be listed, only asked for: all that is kept is a keyed hash. */
@Path("/api/suppressions")
@RolesAllowed("admin")
@Tag(name = "Suppressions")
public class SuppressionResource {

    private final Vault vault;
    private final Clock clock;

    SuppressionResource(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /** Why and since when. */
    @Schema(name = "Suppression")
    public record View(Suppression.Reason reason, Instant since) {

        public static View of(Suppression suppression) {
            return new View(suppression.reason, suppression.since);
        }
    }

    /** @param reason manual when it is left out */
    @Schema(name = "SuppressionInput")
    record Input(String email, Suppression.Reason reason) {}

    @GET
    @Transactional
    @Operation(operationId = "listSuppressions", summary = "Suppressions, newest first; with address, whether that one is listed (404 if not)")
    @APIResponse(responseCode = "200", description = "A page of them, or the one", content = @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "It is not listed")
    public Response list(@QueryParam("address") String address,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(1_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, @Context UriInfo uri) {
        if (address != null) {
            return Response
                    .ok(View.of(Suppression.findByAddress(parse(address, "address"), vault).orElseThrow(Problem::notFound)))
                    .build();
        }
        var query = Suppression.<Suppression>findAll(Sort.descending("since"));
        var items = query.page(Page.of(page, size)).list().stream().map(View::of).toList();
        return new PageOf<>(items, page, size, query.count()).answer(uri).toResponse();
    }

    @POST
    @Transactional
    @Operation(operationId = "addSuppression", summary = "Lists an address; its subscriber, if there is one, is unsubscribed in the same step. Listed as bounced or complained, its reader can come back by the form; as requested or manual only after it is taken off")
    @APIResponse(responseCode = "201", description = "Listed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = View.class)))
    public RestResponse<View> add(Input input) {
        var address = parse(input == null ? null : input.email(), "email");
        var reason = input.reason() == null ? Suppression.Reason.MANUAL : input.reason();
        Suppression.add(address, reason, vault, clock.instant());
        Subscriber.findByAddressForChange(address, vault).ifPresent(subscriber -> subscriber.unsubscribe(clock.instant()));
        return ResponseBuilder.create(Response.Status.CREATED,
                View.of(Suppression.findByAddress(address, vault).orElseThrow(Problem::notFound))).build();
    }

    @DELETE
    @Transactional
    @Operation(operationId = "removeSuppression", summary = "Takes an address off the list; nobody is subscribed again by that")
    @APIResponse(responseCode = "204", description = "Taken off")
    @APIResponse(responseCode = "404", description = "It is not listed")
    public RestResponse<Void> remove(@QueryParam("address") String address) {
        if (!Suppression.remove(parse(address, "address"), vault)) {
            throw Problem.notFound();
        }
        return RestResponse.noContent();
    }

    private static Address parse(String typed, String field) {
        var parsed = Address.parse(typed);
        return parsed.address().orElseThrow(() -> Problem.invalid(field, parsed::words));
    }
}
