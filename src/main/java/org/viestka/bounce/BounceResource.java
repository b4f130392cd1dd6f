package org.viestka.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Words;
import org.viestka.web.Problem;

/** Takes in what comes back. */
@Path("/api/bounces")
@RolesAllowed({"admin", "bounces"})
@Tag(name = "Bounces")
class BounceResource {

    private final Bounces bounces;

    BounceResource(Bounces bounces) {
        this.bounces = bounces;
    }

    /** @param status enhanced status code of RFC 3463; null where the report has none */
    @Schema(name = "BounceReport")
    record View(Report.Kind kind, @Schema(examples = "\"5.1.1\"") String status, Bounces.Effect effect) {}

    @POST
    @Consumes("message/rfc822")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "takeBounce", summary = "Takes a failure report (RFC 3464) or a spam report (RFC 5965), the whole message as it came; the same one again changes nothing more")
    public View take(InputStream message) throws IOException, SQLException {
        var octets = message.readAllBytes();
        if (octets.length == 0) {
            throw Problem.invalid("body", Words::invalid_missing);
        }
        var report = ReportReader.read(octets);
        return new View(report.kind(), report.status(), bounces.take(report));
    }
}
