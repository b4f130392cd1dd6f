package org.viestka.admin;

import java.time.Instant;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.viestka.web.PageOf;

/** Who did what, when. */
@Path("/api/audit")
@RolesAllowed("admin")
@Tag(name = "Audit")
class AuditResource {

    @Schema(name = "AuditEntry")
    record Entry(long id, Instant at, @Schema(examples = {
            "\"hanna\"", "\"token:import\""}) String actor, String role,
            @Schema(examples = "\"POST\"") String method,
            @Schema(examples = "\"/api/issues/2016-W49/editions/en/send\"") String resource, int status){

        static Entry of(AuditEntry entry) {
            return new Entry(entry.id, entry.at, entry.actor, entry.role, entry.method, entry.resource, entry.status);
        }
    }

    @GET
    @Operation(operationId = "listAudit", summary = "Every call of a user or token that may have changed something, newest first")
    public RestResponse<PageOf<Entry>> list(@QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, UriInfo uri) {
        var found = AuditEntry.findNewestFirst();
        return new PageOf<>(found.page(page, size).list(), page, size, found.count()).map(Entry::of).answer(uri);
    }
}
