package org.viestka.subscription;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.viestka.subscriber.Subscriber;
import org.viestka.vault.Vault;
import org.viestka.web.AddressDisclosure;

import io.vertx.ext.web.RoutingContext;

/** A reader's own data for admins, who answer a reader that asks by other ways. */
@Path("/api/subscribers/{id}/export")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
class OwnDataExportResource {

    private final Vault vault;

    OwnDataExportResource(Vault vault) {
        this.vault = vault;
    }

    @GET
    @Transactional
    @Operation(operationId = "exportSubscriber", summary = "All that is held about one person (GDPR articles 15 and 20); noted in the audit trail")
    public RestResponse<OwnData> export(UUID id, @Context RoutingContext call) {
        AddressDisclosure.note(call);
        var subscriber = Subscriber.<Subscriber>findByIdOptional(id).orElseThrow(NotFoundException::new);
        return ResponseBuilder.ok(OwnData.of(subscriber, vault))
                .header("Content-Disposition", "attachment; filename=\"subscriber.json\"").build();
    }
}
