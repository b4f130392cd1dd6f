package org.viestka.rotation;

import java.sql.SQLException;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.viestka.vault.KeyRotation;

/** The keys by their ids: what they are for and which are in force. The keys themselves are in the key file alone. */
@Path("/api/keys")
@RolesAllowed("admin")
@Tag(name = "Keys")
public class KeyResource {

    private final KeyRotation rotation;
    private final Resealing resealing;

    KeyResource(KeyRotation rotation, Resealing resealing) {
        this.rotation = rotation;
        this.resealing = resealing;
    }

    /**
     * @param nodes living ones
     * @param resealing how far the last rotation is; null when there was none
     */
    @Schema(name = "Keys")
    record View(List<KeyRotation.Key> keys, int nodes, Resealing.Progress resealing) {}

    @GET
    @Operation(operationId = "listKeys", summary = "The keys by id: use, state, since when, and how many nodes have them; how far a rotation is")
    public View list() throws SQLException {
        return new View(rotation.list(), rotation.nodes(), resealing.progress().orElse(null));
    }

    @POST
    @Path("rotate")
    @Operation(operationId = "rotateKeys", summary = "Puts the newest keys of the file in force and seals the addresses anew in the background")
    @APIResponse(responseCode = "202", description = "New addresses are sealed with the new key from now on", content = @Content(mediaType = "application/json", schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "409", description = "No new key, or a node does not have it, or the last rotation is at work")
    public RestResponse<View> rotate() throws SQLException {
        resealing.begin();
        rotation.refresh();
        return RestResponse.accepted(list());
    }
}
