package org.viestka.subscriber;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.Reinstatement.Bounced;
import org.viestka.web.AuditNote;
import org.viestka.web.Problem;
import org.viestka.web.Violations;

import io.vertx.ext.web.RoutingContext;

/** A relay's mistake undone for many readers at once. */
@Path("/api/subscribers/reinstatements")
@RolesAllowed("admin")
@Tag(name = "Subscribers")
public class ReinstatementResource {

    private static final Logger LOG = Logger.getLogger(ReinstatementResource.class);
    private static final int LONGEST_TEXT = 500;
    // What PostgreSQL and people can do with.
    private static final Instant LATEST = Instant.EPOCH.plus(3_000_000, ChronoUnit.DAYS);

    /**
     * Which bounced subscribers, and why.
     *
     * @param from when they were marked as bounced: the first moment
     * @param until the moment after the last
     * @param relay who refused them; all when it is left out
     * @param reply a part of the last reply; all when it is left out
     * @param edition all when it is left out
     * @param reason why, for the audit trail
     * @param dryRun counts them and changes nothing
     */
    @Schema(name = "ReinstatementInput")
    record Input(@Schema(required = true, examples = "\"2016-12-12T08:00:00Z\"") Instant from,
            @Schema(required = true, examples = "\"2016-12-12T12:00:00Z\"") Instant until,
            @Schema(examples = "\"mail.example.org\"") String relay, @Schema(examples = "\"550 5.1.1\"") String reply,
            @Schema(examples = "\"be-ru\"") String edition,
            @Schema(required = true, examples = "\"The relay knew no mailbox for an hour\"") String reason, Boolean dryRun) {

        Bounced bounced() {
            return new Bounced(from, until, relay, reply, edition);
        }
    }

    /** @param reinstated how many are active again, or would be */
    @Schema(name = "Reinstatement")
    record View(long reinstated, boolean dryRun) {}

    private final Publication publication;
    private final Reinstatement reinstatement;

    ReinstatementResource(Publication publication, Reinstatement reinstatement) {
        this.publication = publication;
        this.reinstatement = reinstatement;
    }

    @POST
    @Operation(operationId = "reinstateSubscribers", summary = "Sets active again whoever was marked as bounced in a span, by relay and reply if you like; noted with its reason in the audit trail. The same again does what is left")
    @APIResponse(responseCode = "200", description = "How many", content = @Content(mediaType = "application/json", schema = @Schema(implementation = View.class)))
    public View reinstate(Input input, @Context RoutingContext call) throws SQLException {
        if (input == null) {
            throw Problem.invalid("reason", Words::invalid_missing);
        }
        check(input);
        boolean dryRun = Boolean.TRUE.equals(input.dryRun());
        long count = dryRun ? reinstatement.count(input.bounced()) : reinstatement.run(input.bounced());
        AuditNote.put(call,
                (dryRun ? "would set active " : "set active ") + count + ", marked " + input.bounced().words() + ": "
                        + input.reason());
        if (!dryRun) {
            LOG.infof("%d bounced subscribers are active again; the audit trail says why.", count);
        }
        return new View(count, dryRun);
    }

    private void check(Input input) {
        var violations = new Violations();
        if (time(input.from(), "from", violations) && time(input.until(), "until", violations)) {
            violations.check(input.from().isBefore(input.until()), "until", Words::invalid_span_times);
        }
        violations.line(input.reason(), LONGEST_TEXT, "reason");
        if (input.relay() != null) {
            violations.line(input.relay(), LONGEST_TEXT, "relay");
        }
        if (input.reply() != null) {
            violations.line(input.reply(), LONGEST_TEXT, "reply");
        }
        violations.check(input.edition() == null || publication.edition(input.edition()).isPresent(), "edition",
                Words::invalid_edition);
        violations.throwIfAny();
    }

    private static boolean time(Instant time, String field, Violations violations) {
        return violations.check(time != null, field, Words::invalid_missing)
                && violations.check(!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST), field, Words::invalid_date);
    }
}
