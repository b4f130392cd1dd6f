package org.viestka.lists;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.SubscriberSearch;
import org.viestka.subscriber.SubscriberSearch.Filter;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.web.AddressDisclosure;
import org.viestka.web.Problem;

import io.vertx.ext.web.RoutingContext;

/** A list as CSV (RFC 4180), in the columns that an import takes. */
@Path("/api/subscribers/export")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
public class ExportResource {

    private final SubscriberSearch search;
    private final Publication publication;

    ExportResource(SubscriberSearch search, Publication publication) {
        this.search = search;
        this.publication = publication;
    }

    @GET
    @Operation(operationId = "exportSubscribers", summary = "Subscribers as CSV, streamed, addresses open; noted in the audit trail")
    @APIResponse(responseCode = "200", description = "The list", content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response export(@QueryParam("edition") String edition, @QueryParam("status") SubscriberStatus status,
            @Context RoutingContext call) {
        if (edition != null && publication.edition(edition).isEmpty()) {
            throw Problem.invalid("edition", Words::invalid_edition);
        }
        AddressDisclosure.note(call);
        StreamingOutput body = out -> {
            try (var csv = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                    CSVFormat.RFC4180)) {
                csv.printRecord("email", "edition", "language", "status", "subscribed_at", "discreet");
                search.<java.io.IOException>forEach(new Filter(edition, status),
                        row -> csv.printRecord(Formula.defuse(row.address()), row.edition(), row.language(),
                                row.status().name().toLowerCase(Locale.ROOT), row.subscribedAt(), row.discreet()));
            } catch (SQLException e) {
                throw new IllegalStateException("The export was cut: the database does not answer", e);
            }
        };
        return Response.ok(body).type("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"subscribers.csv\"")
                .build();
    }
}
