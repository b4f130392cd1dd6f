package org.viestka.subscriber;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Publication;

/** The lists. */
@Path("/api/editions")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Editions")
public class EditionResource {

    private final Publication publication;
    private final EntityManager entities;

    EditionResource(Publication publication, EntityManager entities) {
        this.publication = publication;
        this.entities = entities;
    }

    /** @param subscribers by status; every status is there */
    @Schema(name = "EditionCounts")
    record View(String edition, String label, List<String> languages, Map<String, Long> subscribers) {}

    @GET
    @Transactional
    @Operation(operationId = "listEditions", summary = "The lists: label, languages, and subscribers by status")
    public List<View> list() {
        var counts = entities
                .createQuery("select edition, status, count(*) from Subscriber group by edition, status", Object[].class)
                .getResultList();
        return publication.editions().stream().map(edition -> {
            var byStatus = new LinkedHashMap<String, Long>();
            for (var status : SubscriberStatus.values()) {
                byStatus.put(status.name().toLowerCase(Locale.ROOT), counts.stream()
                        .filter(row -> row[0].equals(edition.key()) && row[1] == status).mapToLong(row -> (Long) row[2]).sum());
            }
            return new View(edition.key(), edition.label(), edition.languages(), byStatus);
        }).toList();
    }
}
