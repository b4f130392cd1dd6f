package org.viestka.audit;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.viestka.publication.Publication;
import org.viestka.web.PageOf;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Who did what, when. */
@Path("/api/audit")
@RolesAllowed("admin")
@Tag(name = "Audit")
public class AuditResource {

    private static final int ROWS_AT_ONCE = 1_000;

    @Schema(name = "AuditEntry")
    record Entry(long id, Instant at, @Schema(examples = {
            "\"hanna\"", "\"token:import\""}) String actor,
            @Schema(description = "of that user or token, also when the name is given to another") UUID actorId, String role,
            @Schema(examples = "\"POST\"") String method,
            @Schema(examples = "\"/api/issues/2016-W49/editions/en/send\"") String resource, int status,
            @Schema(description = "what the path does not say, as the reason that was given") String note){

        static Entry of(AuditEntry entry) {
            return new Entry(entry.id, entry.at, entry.actor, entry.actorId, entry.role, entry.method, entry.resource,
                    entry.status, entry.note);
        }
    }

    private final Publication publication;

    AuditResource(Publication publication) {
        this.publication = publication;
    }

    @GET
    @Operation(operationId = "listAudit", summary = "Every call of a user or token that may have changed something or that opened addresses, newest first")
    public RestResponse<PageOf<Entry>> list(
            @QueryParam("actor") @Parameter(description = "a user's name, or token: and a token's", example = "token:import") String actor,
            @QueryParam("resource") @Parameter(description = "how the path begins", example = "/api/subscribers") String resource,
            @QueryParam("method") @Parameter(example = "DELETE") String method,
            @QueryParam("from") @Parameter(description = "first day", example = "2016-12-01") String from,
            @QueryParam("to") @Parameter(description = "last day", example = "2016-12-14") String to,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, UriInfo uri) {
        var found = AuditSearch.parse(actor, resource, method, from, to, publication.zone()).all();
        return new PageOf<>(found.page(page, size).list(), page, size, found.count()).map(Entry::of).answer(uri);
    }

    @GET
    @Path("export")
    @Operation(operationId = "exportAudit", summary = "The same as CSV, streamed")
    @APIResponse(responseCode = "200", description = "The entries", content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response export(@QueryParam("actor") String actor, @QueryParam("resource") String resource,
            @QueryParam("method") String method, @QueryParam("from") String from, @QueryParam("to") String to) {
        var search = AuditSearch.parse(actor, resource, method, from, to, publication.zone());
        // No cell is a formula: names begin with a letter or a digit, notes with a letter, paths with a slash.
        StreamingOutput body = out -> {
            try (var csv = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                    CSVFormat.RFC4180)) {
                csv.printRecord("id", "at", "actor", "actor_id", "role", "method", "resource", "status",
                        "note");
                long before = Long.MAX_VALUE;
                for (var batch = read(search, before); !batch.isEmpty(); batch = read(search, before)) {
                    for (var entry : batch) {
                        csv.printRecord(entry.id, entry.at, entry.actor, entry.actorId, entry.role, entry.method,
                                entry.resource, entry.status, entry.note);
                    }
                    before = batch.get(batch.size() - 1).id;
                }
            }
        };
        return Response.ok(body).type("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"audit.csv\"").build();
    }

    /** Between two batches it holds neither a connection nor a transaction. */
    private static List<AuditEntry> read(AuditSearch search, long before) {
        return QuarkusTransaction.requiringNew().call(() -> search.before(before, ROWS_AT_ONCE));
    }
}
