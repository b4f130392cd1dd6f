package org.viestka.restore;

import java.sql.SQLException;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A database that came from a backup, and the admin who answers for it. */
@Path("/api/restore")
@RolesAllowed("admin")
@Tag(name = "Restore")
public class RestoreResource {

    private final DatabaseHome home;

    RestoreResource(DatabaseHome home) {
        this.home = home;
    }

    /** @param waits whether nothing is sent until an admin has confirmed that it may be */
    @Schema(name = "Restore")
    record View(boolean waits) {}

    @GET
    @Operation(operationId = "getRestore", summary = "Whether the database was restored from a backup, copied or moved, so that nothing is sent")
    public View get() {
        return new View(!home.isHere());
    }

    @POST
    @Path("confirm")
    @Operation(operationId = "confirmRestore", summary = "Lets a restored database send again: mailings that are under way in it go on, and the timetable begins what is due")
    @APIResponse(responseCode = "200", description = "Nothing waits any more; also where nothing did")
    public View confirm() throws SQLException {
        home.settle();
        return get();
    }
}
