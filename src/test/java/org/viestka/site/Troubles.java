package org.viestka.site;

import java.sql.SQLTransientConnectionException;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;

/** What goes wrong in service, to be looked at. */
@Path("/test/troubles")
@Produces(MediaType.TEXT_HTML)
class Troubles {

    @GET
    @Path("database")
    @Operation(hidden = true)
    public String database() throws SQLTransientConnectionException {
        throw new SQLTransientConnectionException("The connection was refused");
    }

    @GET
    @Path("fault")
    @Operation(hidden = true)
    public String fault() {
        throw new IllegalStateException("A fault of ours");
    }
}
