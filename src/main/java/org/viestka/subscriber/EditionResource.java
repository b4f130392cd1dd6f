package org.viestka.subscriber;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberCounts.Count;

/** The lists. */
@Path("/api/editions")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Editions")
public class EditionResource {

    private final Publication publication;
    private final SubscriberCounts counts;

    EditionResource(Publication publication, SubscriberCounts counts) {
        this.publication = publication;
        this.counts = counts;
    }

    /** @param subscribers by status; every status is there */
    @Schema(name = "EditionCounts")
    record View(String edition, String label, List<String> languages, Map<String, Long> subscribers) {}

    @GET
    @Operation(operationId = "listEditions", summary = "The lists: label, languages, and subscribers by status")
    public List<View> list() throws SQLException {
        var totals = counts.totals();
        return publication.editions().stream().map(edition -> {
            var byStatus = new LinkedHashMap<String, Long>();
            for (var status : SubscriberStatus.values()) {
                byStatus.put(status.name().toLowerCase(Locale.ROOT),
                        totals.stream().filter(count -> count.edition().equals(edition.key()) && count.status() == status)
                                .mapToLong(Count::n).sum());
            }
            return new View(edition.key(), edition.label(), edition.languages(), byStatus);
        }).toList();
    }
}
