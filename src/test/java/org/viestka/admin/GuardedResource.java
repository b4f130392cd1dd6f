package org.viestka.admin;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Resources of the test run: one that forgot to say who may use it, and one for editors and admins. */
@Path("/api/test")
class GuardedResource {

    @GET
    @Path("forgotten")
    public String forgotten() {
        return "open";
    }

    @GET
    @Path("texts")
    @RolesAllowed({"admin", "editor"})
    public String texts() {
        return "texts";
    }

    @POST
    @Path("texts/{id}")
    @RolesAllowed({"admin", "editor"})
    public void change(String id) {}

    @POST
    @Path("broken")
    @RolesAllowed({"admin", "editor"})
    public void fail() {
        throw new IllegalStateException("broken on purpose");
    }
}
