package org.viestka.mailing;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.viestka.issue.Issue;
import org.viestka.issue.IssueDecision;
import org.viestka.issue.Timetable;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.web.PageOf;

/** How the weeks stand: what is published, what is missing for whom, what has been sent. */
@Path("/api/issues")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Issues")
class IssueResource {

    private final Publication publication;
    private final Timetable timetable;
    private final EntityManager entities;

    IssueResource(Publication publication, Timetable timetable, EntityManager entities) {
        this.publication = publication;
        this.timetable = timetable;
        this.entities = entities;
    }

    @GET
    @Transactional
    @Operation(operationId = "listIssues", summary = "The weeks that have anything published, newest first")
    public RestResponse<PageOf<IssueView>> list(@QueryParam("page") @DefaultValue("0") @Min(0) @Max(1_000_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(200) int size, @Context UriInfo uri) {
        List<?> weeks = entities.createNativeQuery("SELECT week FROM commentary WHERE status = 'PUBLISHED'"
                + " UNION SELECT week FROM issue_decision ORDER BY week DESC")
                .setFirstResult(page * size).setMaxResults(size).getResultList();
        var total = (Number) entities
                .createNativeQuery("SELECT count(*) FROM (SELECT week FROM commentary WHERE status = 'PUBLISHED'"
                        + " UNION SELECT week FROM issue_decision) AS weeks")
                .getSingleResult();
        var items = weeks.stream().map(week -> view(Week.parse(week.toString()))).toList();
        return new PageOf<>(items, page, size, total.longValue()).answer(uri);
    }

    @GET
    @Path("{week}")
    @Transactional
    @Operation(operationId = "getIssue", summary = "One week: its commentaries and, for each edition, what is missing and the mailing")
    public IssueView get(@PathParam("week") Week week) {
        return view(week);
    }

    private IssueView view(Week week) {
        return IssueView.of(Issue.of(week), IssueDecision.find(week).orElse(null), publication, timetable.dueAt(week));
    }
}
