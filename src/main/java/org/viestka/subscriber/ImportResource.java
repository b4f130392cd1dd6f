package org.viestka.subscriber;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
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
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Lists that come in as files. */
@Path("/api/subscribers/imports")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
public class ImportResource {

    private final Imports imports;
    private final Publication publication;
    private final ImportReport report;
    private final RequestLanguage language;
    private final Clock clock;

    ImportResource(Imports imports, Publication publication, ImportReport report, RequestLanguage language, Clock clock) {
        this.imports = imports;
        this.publication = publication;
        this.report = report;
        this.language = language;
        this.clock = clock;
    }

    @POST
    @Consumes("text/csv")
    @Operation(operationId = "importSubscribers", summary = "Reads a CSV file (email,edition?,language?,status?,subscribed_at?) as it arrives; dryRun changes nothing")
    @APIResponse(responseCode = "202", description = "Taken", content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubscriberImport.View.class)))
    public Response start(@QueryParam("edition") String edition,
            @QueryParam("dryRun") @DefaultValue("false") @Pattern(regexp = "true|false") String dryRun,
            InputStream file) {
        if (edition != null && publication.edition(edition).isEmpty()) {
            throw Problem.invalid("edition", Words::invalid_edition);
        }
        var id = imports.run(file, edition, dryRun.equals("true"));
        return Response.accepted(QuarkusTransaction.requiringNew().call(() -> find(id).view(words())))
                .location(URI.create("/api/subscribers/imports/" + id)).build();
    }

    @GET
    @Path("{id}")
    @Transactional
    @Operation(operationId = "getImport", summary = "How far an import is and what became of its rows")
    public SubscriberImport.View get(@PathParam("id") UUID id) {
        var found = find(id);
        found.endIfAbandoned(clock.instant());
        return found.view(words());
    }

    @GET
    @Path("{id}/errors")
    @Transactional
    @Operation(operationId = "getImportErrors", summary = "The refused rows as CSV: line, reason")
    @APIResponse(responseCode = "200", description = "The rows", content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response errors(@PathParam("id") UUID id) {
        find(id);
        var words = words();
        StreamingOutput body = out -> {
            try (var csv = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                    CSVFormat.RFC4180)) {
                csv.printRecord("line", "reason");
                report.<IOException>forEachRefused(id,
                        row -> csv.printRecord(row.line(), row.fault().column() + ": " + row.fault().words(words)));
            } catch (SQLException e) {
                throw new IllegalStateException("The list was cut: the database does not answer", e);
            }
        };
        return Response.ok(body).type("text/csv;charset=UTF-8").build();
    }

    private Words words() {
        return Publication.words(language.current());
    }

    private static SubscriberImport find(UUID id) {
        return SubscriberImport.<SubscriberImport>findByIdOptional(id).orElseThrow(Problem::notFound);
    }
}
