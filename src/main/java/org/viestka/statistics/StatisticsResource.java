package org.viestka.statistics;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.delivery.MailingResults;
import org.viestka.mailing.Mailing;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.statistics.Series.Chart;
import org.viestka.web.Violations;

/** How the lists grow, and what became of the mailings. */
@Path("/api/statistics")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Statistics")
public class StatisticsResource {

    private final Publication publication;
    private final History history;
    private final MailingResults results;
    private final Clock clock;

    StatisticsResource(Publication publication, History history, MailingResults results, Clock clock) {
        this.publication = publication;
        this.history = history;
        this.results = results;
        this.clock = clock;
    }

    /**
     * @param zone in which days and weeks are told
     * @param now subscribers by edition, then by status
     * @param subscribers at the end of each day; of today, a minute ago
     * @param movements by week
     */
    @Schema(name = "Statistics")
    record View(LocalDate from, LocalDate to, @Schema(examples = "\"Europe/Minsk\"") String zone,
            Map<String, Map<String, Long>> now, Chart<LocalDate> subscribers, Chart<Week> movements,
            List<MailingView> mailings) {}

    @GET
    @Transactional
    @Operation(operationId = "getStatistics", summary = "Subscribers now and by day, sign-ups, confirmations, leavings and bounces by week, results by mailing", description = "Each chart has labels and lines whose values belong to the labels in order.")
    public View statistics(
            @QueryParam("from") @Parameter(description = "first day; half a year before the last if left out", example = "2016-10-01") String from,
            @QueryParam("to") @Parameter(description = "last day; today if left out", example = "2016-12-14") String to,
            @QueryParam("edition") @Parameter(description = "one edition; all if left out", example = "en") String edition)
            throws SQLException {
        var violations = new Violations();
        var span = Span.parse(from, to, LocalDate.ofInstant(clock.instant(), publication.zone()), violations);
        violations.check(edition == null || publication.edition(edition).isPresent(), "edition", Words::invalid_edition);
        violations.throwIfAny();
        var editions = edition == null ? publication.editions().stream().map(Edition::key).toList() : List.of(edition);
        var zone = publication.zone();
        var mailings = Mailing.findStarted(span.start(zone), span.end(zone), editions);
        var reasons = results.of(mailings);
        return new View(span.from(), span.to(), zone.getId(), history.now(editions), history.subscribers(span, editions),
                history.movements(span, editions),
                mailings.stream().map(mailing -> MailingView.of(mailing, reasons.get(mailing.id))).toList());
    }
}
