package org.viestka.commentary;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.web.PageOf;
import org.viestka.web.RequestLanguage;
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

    private final RequestLanguage language;

    CommentaryResource(Commentaries commentaries, Publication publication, RequestLanguage language) {
        this.commentaries = commentaries;
        this.publication = publication;
        this.language = language;
    }

    @POST
    @Operation(operationId = "createCommentary", summary = "Makes a draft")
    @APIResponse(responseCode = "201", description = "Made", content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommentaryJson.class)))
    public RestResponse<CommentaryJson> create(
            @RequestBody(content = @Content(examples = @ExampleObject(name = "draft", value = EXAMPLE))) //
            CommentaryInput input) {
        var commentary = commentaries.create(input);
        return builder(saved(input, commentary), commentary, Status.CREATED)
                .header("Location", "/api/commentaries/" + commentary.id).build();
    }

    @GET
    @Operation(operationId = "listCommentaries", summary = "Lists commentaries, newest week first")
    public RestResponse<PageOf<CommentaryJson>> list(@QueryParam("week") Week week, @QueryParam("rubric") String rubric,
            @QueryParam("status") CommentaryStatus status,
            @QueryParam("page") @DefaultValue("0") @Min(0) @Max(10_000_000) int page,
            @QueryParam("size") @DefaultValue("50") @Min(1) @Max(200) int size, @Context UriInfo uri) {
        var found = Commentary.findBy(week, rubric, status).page(page, size);
        return new PageOf<>(found.list(), page, size, found.count()).map(one -> CommentaryJson.inList(one, publication))
                .answer(uri);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getCommentary", summary = "Gives one commentary, with its version as ETag")
    public RestResponse<CommentaryJson> get(UUID id) {
        return answer(Commentary.<Commentary>findByIdOptional(id).orElseThrow(NotFoundException::new));
    }

    @PUT
    @Path("{id}")
    @Operation(operationId = "changeCommentary", summary = "Changes a draft or corrects what is published")
    public RestResponse<CommentaryJson> change(UUID id, CommentaryInput input,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        var commentary = commentaries.change(id, input, version -> Version.check(ifMatch, version));
        return builder(saved(input, commentary), commentary, Status.OK).build();
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteCommentary", summary = "Deletes a draft")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "409", description = "Mails and links may point to it: withdraw it")
    public void delete(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        commentaries.delete(id, version -> Version.check(ifMatch, version));
    }

    @POST
    @Path("{id}/publish")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "publishCommentary", summary = "Shows it to readers; again is no error")
    public RestResponse<CommentaryJson> publish(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        return answer(commentaries.publish(id, version -> Version.check(ifMatch, version)));
    }

    @POST
    @Path("{id}/withdraw")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "withdrawCommentary", summary = "Takes it away from readers; again is no error")
    @APIResponse(responseCode = "200", description = "Withdrawn", content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommentaryJson.class)))
    @APIResponse(responseCode = "409", description = "It is a draft")
    public RestResponse<CommentaryJson> withdraw(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        return answer(commentaries.withdraw(id, version -> Version.check(ifMatch, version)));
    }

    private RestResponse<CommentaryJson> answer(Commentary commentary) {
        return builder(CommentaryJson.of(commentary, publication, Publication.words(language.current())), commentary, Status.OK)
                .build();
    }

    private CommentaryJson saved(CommentaryInput input, Commentary commentary) {
        return CommentaryJson.of(input, commentary, publication, Publication.words(language.current()));
    }

    private static ResponseBuilder<CommentaryJson> builder(CommentaryJson json, Commentary commentary, Status status) {
        return ResponseBuilder.create(status, json).tag(Version.tag(commentary.version));
    }
}
