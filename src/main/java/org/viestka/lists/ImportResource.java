package org.viestka.lists;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
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
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.ConsentText;
import org.viestka.web.PageOf;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;
import org.viestka.web.Violations;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Lists that come in as files. */
@Path("/api/subscribers/imports")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
public class ImportResource {

    private static final int LONGEST_CONSENT = 500;

    private final ImportUpload upload;
    private final Imports imports;
    private final ImportNames names;
    private final ImportReport report;
    private final RequestLanguage language;
    private final Clock clock;

    ImportResource(ImportUpload upload, Imports imports, ImportNames names, ImportReport report,
            RequestLanguage language, Clock clock) {
        this.upload = upload;
        this.imports = imports;
        this.names = names;
        this.report = report;
        this.language = language;
        this.clock = clock;
    }

    @POST
    @Consumes("text/csv")
    @Operation(operationId = "importSubscribers", summary = "Takes a CSV file in (email,edition?,language?,status?,subscribed_at?,discreet?), to be worked off behind those that wait; dryRun changes nothing", description = "Each line of the file with an address is taken in, or its number is in the errors, or the whole file is refused with 400 and a line named. Between the cells stands , ; | or a tab, or what a first line sep= says; UTF-8, windows-1251, or UTF-16 with a mark. Invisible signs around cells and rows of delimiters alone are passed over.")
    @APIResponse(responseCode = "202", description = "The file is in; Location tells how far it is", content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubscriberImport.View.class)))
    @APIResponse(responseCode = "400", description = "No consent, or no list; nothing was taken")
    @APIResponse(responseCode = "413", description = "Larger than viestka.imports.most-octets")
    @APIResponse(responseCode = "415", description = "No text/csv, or packed")
    @APIResponse(responseCode = "429", description = "Too many wait; nothing was taken")
    public Response start(@QueryParam("edition") String edition,
            @QueryParam("dryRun") @DefaultValue("false") @Pattern(regexp = "true|false") String dryRun,
            @Parameter(description = "How the readers agreed to be written to, kept as evidence with each who is new", required = true) @QueryParam("consent") String consent,
            InputStream file) {
        var violations = new Violations();
        var list = Optional.ofNullable(edition).flatMap(names::edition).map(Edition::key).orElse(null);
        violations.check(edition == null || list != null, "edition", Words::invalid_edition);
        violations.text(consent, LONGEST_CONSENT, "consent");
        violations.throwIfAny();
        var wording = ConsentText.of("import", language.current(), consent.strip());
        var id = upload.receive(file, list, dryRun.equals("true"), wording);
        var view = QuarkusTransaction.requiringNew().call(() -> find(id).view(words()));
        imports.begin();
        return Response.accepted(view).header("Location", "/api/subscribers/imports/" + id).build();
    }

    @GET
    @Transactional
    @Operation(operationId = "listImports", summary = "Imports, newest first")
    public RestResponse<PageOf<SubscriberImport.View>> list(
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(1_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, @Context UriInfo uri) {
        var found = SubscriberImport.findNewestFirst();
        return new PageOf<>(found.page(page, size).list(), page, size, found.count()).map(one -> one.view(words()))
                .answer(uri);
    }

    @GET
    @Path("{id}")
    @Transactional
    @Operation(operationId = "getImport", summary = "How far an import is and what became of its rows")
    public SubscriberImport.View get(@PathParam("id") UUID id) {
        return find(id).view(words());
    }

    @POST
    @Path("{id}/cancel")
    @Transactional
    @Operation(operationId = "cancelImport", summary = "Ends an import before its end; rows that are in stay. 409 when it has ended otherwise")
    @APIResponse(responseCode = "200", description = "Ended", content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubscriberImport.View.class)))
    @APIResponse(responseCode = "409", description = "It has ended by itself")
    public SubscriberImport.View cancel(@PathParam("id") UUID id) {
        var found = SubscriberImport.findForChange(id).orElseThrow(Problem::notFound);
        found.cancel(clock.instant());
        return found.view(words());
    }

    @GET
    @Path("{id}/errors")
    @Transactional
    @Operation(operationId = "getImportErrors", summary = "The refused rows as CSV: line, reason. It names no address")
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
