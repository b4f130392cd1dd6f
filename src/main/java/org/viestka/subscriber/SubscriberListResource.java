package org.viestka.subscriber;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.SubscriberSearch.Filter;
import org.viestka.vault.Vault;
import org.viestka.web.AddressDisclosure;
import org.viestka.web.PageOf;
import org.viestka.web.Violations;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;

/** Subscribers by the page, for admins. */
@Path("/api/subscribers")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
public class SubscriberListResource {

    private static final List<String> ORDERS = List.of("added", "-added");

    /** What is answered, as the OpenAPI document names it: it may be streamed. */
    @Schema(name = "PageOfSubscriberView")
    record Listed(List<SubscriberView> items, int page, int size, long total) {}

    private final Publication publication;
    private final SubscriberPages pages;
    private final SubscriberSearch search;
    private final Vault vault;
    private final ObjectMapper json;

    SubscriberListResource(Publication publication, SubscriberPages pages, SubscriberSearch search, Vault vault,
            ObjectMapper json) {
        this.publication = publication;
        this.pages = pages;
        this.search = search;
        this.vault = vault;
        this.json = json;
    }

    @GET
    @Operation(operationId = "listSubscribers", summary = "Subscribers, addresses masked; address finds one, q finds by part of an address and streams what it finds")
    @APIResponse(responseCode = "200", description = "A page of them", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Listed.class)))
    public Response list(@QueryParam("edition") String edition, @QueryParam("status") SubscriberStatus status,
            @Parameter(description = "A whole address") @QueryParam("address") String address,
            @Parameter(description = "Part of an address; oldest first, and total comes at the end") @QueryParam("q") String q,
            @Parameter(description = "added or -added: in the order in which they came, or newest first") @QueryParam("sort") @DefaultValue("added") String sort,
            @Parameter(description = "Shows addresses whole, which is noted in the audit trail") @QueryParam("reveal") @DefaultValue("false") @Pattern(regexp = "true|false") String reveal,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(1_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, @Context UriInfo uri,
            @Context RoutingContext call) throws SQLException {
        var part = q == null ? "" : InvisibleSigns.strip(q);
        boolean searched = !part.isEmpty();
        var parsed = Address.parse(address);
        var one = parsed.address().orElse(null);
        var violations = new Violations();
        violations.check(edition == null || publication.edition(edition).isPresent(), "edition", Words::invalid_edition);
        violations.check(address == null || one != null, "address", parsed::words);
        violations.check(searched ? sort.equals("added") : ORDERS.contains(sort), "sort", Words::invalid_sort);
        violations.throwIfAny();
        boolean isRevealed = reveal.equals("true");
        if (isRevealed) {
            AddressDisclosure.note(call);
        }
        var filter = new Filter(edition, status);
        if (one != null) {
            return byAddress(one, filter, page, size, isRevealed).answer(uri).toResponse();
        }
        if (searched) {
            StreamingOutput found = out -> stream(filter, part, page, size, isRevealed, out);
            return Response.ok(found, MediaType.APPLICATION_JSON_TYPE).build();
        }
        var found = pages.find(filter, sort.equals("-added"), page, size);
        return new PageOf<>(views(found.ids(), isRevealed), page, size, found.total()).answer(uri).toResponse();
    }

    private PageOf<SubscriberView> byAddress(Address address, Filter filter, int page, int size, boolean reveal) {
        var found = QuarkusTransaction.requiringNew().call(() -> Subscriber.findByAddress(address, vault)).stream()
                .filter(one -> (filter.edition() == null || filter.edition().equals(one.edition))
                        && (filter.status() == null || filter.status() == one.status))
                .map(one -> SubscriberView.of(one, vault, reveal)).toList();
        return new PageOf<>(page == 0 ? found : List.of(), page, size, found.size());
    }

    /** In the order of the ids; who has been erased meanwhile is not among them. */
    private List<SubscriberView> views(List<UUID> ids, boolean reveal) {
        var found = QuarkusTransaction.requiringNew().call(() -> Subscriber.<Subscriber>list("id in ?1", ids)).stream()
                .collect(Collectors.toMap(one -> one.id, Function.identity()));
        return ids.stream().filter(found::containsKey).map(id -> SubscriberView.of(found.get(id), vault, reveal)).toList();
    }

    /** The same answer as without {@code q}, written while the search goes on: nobody waits for a million addresses. */
    private void stream(Filter filter, String part, int page, int size, boolean reveal, OutputStream out) throws IOException {
        try (var generator = json.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("items");
            long total = search.<IOException>find(filter, part, page, size, id -> {
                for (var view : views(List.of(id), reveal)) {
                    generator.writePOJO(view);
                }
                generator.flush();
            });
            generator.writeEndArray();
            generator.writeNumberField("page", page);
            generator.writeNumberField("size", size);
            generator.writeNumberField("total", total);
            generator.writeEndObject();
        } catch (SQLException e) {
            throw new IllegalStateException("The search was cut: the database does not answer", e);
        }
    }
}
