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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Words;
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
    record View(Suppression.Reason reason, Instant since) {

        static View of(Suppression suppression) {
            return new View(suppression.reason, suppression.since);
        }
    }

    /** @param reason manual when it is left out */
    record Input(String email, Suppression.Reason reason) {}

    @GET
    @Transactional
    @Operation(summary = "Suppressions, newest first; with address, whether that one is listed (404 if not)")
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
        return new PageOf<>(items, page, size, query.count()).response(uri);
    }

    @POST
    @Transactional
    @Operation(summary = "Lists an address; its subscriber, if there is one, is unsubscribed in the same step")
    public Response add(Input input) {
        var address = parse(input == null ? null : input.email(), "email");
        var reason = input.reason() == null ? Suppression.Reason.MANUAL : input.reason();
        Suppression.add(address, reason, vault, clock.instant());
        Subscriber.findByAddressForChange(address, vault).ifPresent(subscriber -> subscriber.unsubscribe(clock.instant()));
        return Response.status(Response.Status.CREATED)
                .entity(View.of(Suppression.findByAddress(address, vault).orElseThrow(Problem::notFound))).build();
    }

    @DELETE
    @Transactional
    @Operation(summary = "Takes an address off the list; nobody is subscribed again by that")
    public Response remove(@QueryParam("address") String address) {
        if (!Suppression.remove(parse(address, "address"), vault)) {
            throw Problem.notFound();
        }
        return Response.noContent().build();
    }

    private static Address parse(String typed, String field) {
        return Address.parse(typed).address().orElseThrow(() -> Problem.invalid(field, Words::invalid_address));
    }
}
