package org.viestka.commentary;

import java.net.URI;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.web.PageOf;
import org.viestka.web.Version;

@Path("/api/commentaries")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Commentaries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CommentaryResource {

    private static final String EXAMPLE = """
            {"rubric": "ruling-elite", "week": "2016-W49", "trend": "unchanged", "translations": {"en": {
              "title": "The budget is adopted in silence",
              "summary": "Parliament passed the budget in one sitting and asked nothing.",
              "body": "The **draft** was sent on a Monday.\\n\\nIt came back on the Tuesday."}}}""";

    private final Commentaries commentaries;
    private final Publication publication;

    CommentaryResource(Commentaries commentaries, Publication publication) {
        this.commentaries = commentaries;
        this.publication = publication;
    }

    @POST
    @Operation(summary = "Makes a draft")
    public Response create(@RequestBody(content = @Content(examples = @ExampleObject(name = "draft", value = EXAMPLE))) //
    CommentaryInput input) {
        var commentary = commentaries.create(input);
        return Response.fromResponse(answer(commentary)).status(Response.Status.CREATED)
                .location(URI.create(publication.link("/api/commentaries/" + commentary.id))).build();
    }

    @GET
    @Operation(summary = "Lists commentaries, newest week first")
    public Response list(@QueryParam("week") Week week, @QueryParam("rubric") String rubric,
            @QueryParam("status") CommentaryStatus status, @QueryParam("page") @DefaultValue("0") @Min(0) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, @Context UriInfo uri) {
        var found = Commentary.findBy(week, rubric, status).page(page, size);
        return new PageOf<>(found.list(), page, size, found.count()).map(c -> CommentaryJson.of(c, publication)).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Gives one commentary, with its version as ETag")
    public Response get(UUID id) {
        return answer(Commentary.<Commentary>findByIdOptional(id).orElseThrow(NotFoundException::new));
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Changes a draft or corrects what is published")
    public Response change(UUID id, CommentaryInput input, @Context HttpHeaders headers) {
        return answer(commentaries.change(id, input, version -> Version.check(headers, version)));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes a draft")
    public void delete(UUID id, @Context HttpHeaders headers) {
        commentaries.delete(id, version -> Version.check(headers, version));
    }

    @POST
    @Path("{id}/publish")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Shows it to readers; again is no error")
    public Response publish(UUID id, @Context HttpHeaders headers) {
        return answer(commentaries.publish(id, version -> Version.check(headers, version)));
    }

    @POST
    @Path("{id}/withdraw")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Takes it away from readers; again is no error")
    public Response withdraw(UUID id, @Context HttpHeaders headers) {
        return answer(commentaries.withdraw(id, version -> Version.check(headers, version)));
    }

    private Response answer(Commentary commentary) {
        return Response.ok(CommentaryJson.of(commentary, publication)).tag(Version.tag(commentary.version)).build();
    }
}
