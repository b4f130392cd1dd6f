package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.MailingView;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.restore.DatabaseHome;
import org.viestka.web.PageOf;
import org.viestka.web.Problem;
import org.viestka.web.RequestLanguage;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What becomes of a mailing on its way. */
@Path("/api/issues/{week}/editions/{edition}")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Deliveries")
class DeliveryResource {

    private static final Set<String> STATES = Set.of("pending", "claimed", "sent", "deferred", "failed", "skipped",
            "uncertain");

    private static final Progress END = new Progress(null, null, 0, 0, 0, 0, 0, 0, 0, null, null, null, null);

    private final Mailings mailings;
    private final MailingLedger mailingLedger;
    private final LedgerReport report;
    private final ProgressCounts counts;
    private final Clock clock;
    private final DatabaseHome home;
    private final RequestLanguage language;
    private final RelayTroubles troubles;

    DeliveryResource(Mailings mailings, MailingLedger mailingLedger, LedgerReport report,
            ProgressCounts counts, Clock clock, DatabaseHome home, RequestLanguage language, RelayTroubles troubles) {
        this.troubles = troubles;
        this.home = home;
        this.language = language;
        this.mailings = mailings;
        this.mailingLedger = mailingLedger;
        this.report = report;
        this.counts = counts;
        this.clock = clock;
    }

    @GET
    @Path("progress")
    @Produces(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(operationId = "getProgress", summary = "How far the delivery is; as text/event-stream, once a second until its end", description = "The reason is what a person or the relay gave for a pause or a wait. A mailing that the relay refuses as such is paused,"
            + " with the relay's words; one that waits because we have sent too much is still sending, and goes on by itself.")
    public Progress progress(@PathParam("week") Week week, @PathParam("edition") Edition edition) throws SQLException {
        return progress(week, edition, Publication.words(language.current()));
    }

    private Progress progress(Week week, Edition edition, Words words) throws SQLException {
        var mailing = mailings.get(week, edition);
        return Progress.of(mailing, reason(mailing, words), counts.of(mailing), clock.instant());
    }

    private String reason(Mailing mailing, Words words) throws SQLException {
        if (mailing.state != MailingState.SENDING) {
            return mailing.reason;
        }
        return home.isHere() ? troubles.last().map(trouble -> trouble.in(words)).orElse(mailing.reason) : words.restore_waits();
    }

    @GET
    @Path("progress")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Multi<Progress> progressStream(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        QuarkusTransaction.requiringNew().run(() -> mailings.get(week, edition));
        var words = Publication.words(language.current());
        return Multi.createFrom().ticks().every(Duration.ofSeconds(1)).onOverflow().drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> QuarkusTransaction.requiringNew().call(() -> progress(week, edition, words)))
                // With the last one that has an end.
                .onItem()
                .transformToMultiAndConcatenate(progress -> progress.finishedAt() == null
                        ? Multi.createFrom().item(progress)
                        : Multi.createFrom().items(progress, END))
                .select().first(progress -> progress != END);
    }

    @GET
    @Path("deliveries")
    @Transactional
    @Operation(operationId = "listDeliveries", summary = "Rows of the ledger with the relay's last reply; status: pending, claimed, sent, deferred, failed, skipped or"
            + " uncertain", description = "A pending row with a reply was refused together with many others, and is sent again when the mailing goes on.")
    public RestResponse<PageOf<LedgerReport.Row>> deliveries(@PathParam("week") Week week,
            @PathParam("edition") Edition edition,
            @QueryParam("status") String status, @QueryParam("page") @DefaultValue("0") @Min(0) @Max(1_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, @Context UriInfo uri) throws SQLException {
        if (status != null && !STATES.contains(status)) {
            throw Problem.invalid("status", Words::invalid_status);
        }
        var mailing = mailings.get(week, edition);
        var now = counts.of(mailing);
        long total = status == null ? now.total() : now.of(status);
        return new PageOf<>(report.list(mailing, status, size, (long) page * size), page, size, total).answer(uri);
    }

    @POST
    @Path("resume")
    @RolesAllowed("admin")
    @Tag(name = "Mailings")
    @Operation(operationId = "resumeMailing", summary = "Goes on with a paused delivery, or ends its wait for the relay; after refusals one message goes first", description = "Deferred deliveries are due at once, also of a mailing that is sending; but not those that were greylisted once and a moment ago.")
    @APIResponse(responseCode = "200", description = "As it is now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = MailingView.class)))
    @APIResponse(responseCode = "409", description = "It is not paused")
    public MailingView resume(@PathParam("week") Week week, @PathParam("edition") Edition edition) throws SQLException {
        mailingLedger.resume(week, edition);
        return QuarkusTransaction.requiringNew().call(() -> MailingView.of(mailings.get(week, edition), edition));
    }

    @POST
    @Path("retry-failed")
    @RolesAllowed("admin")
    @Operation(operationId = "retryFailedDeliveries", summary = "Makes the failed deliveries of a sending, paused or finished mailing due again", description = "With them those of readers who were passed over as bounced and are active again."
            + " A mailing that a person has paused stays so: they are sent when it goes on.")
    @APIResponse(responseCode = "200", description = "How many are due again")
    @APIResponse(responseCode = "409", description = "Nothing has been sent yet, or it was cancelled")
    public Map<String, Integer> retryFailed(@PathParam("week") Week week, @PathParam("edition") Edition edition)
            throws SQLException {
        var mailing = QuarkusTransaction.requiringNew().call(() -> mailings.get(week, edition));
        if (!Set.of(MailingState.SENDING, MailingState.PAUSED, MailingState.FINISHED).contains(mailing.state)) {
            var state = mailing.state.name().toLowerCase(java.util.Locale.ROOT);
            throw Problem.conflict(words -> words.mailing_state_forbids(state));
        }
        return Map.of("retried", mailingLedger.retryFailed(mailing.id));
    }
}
