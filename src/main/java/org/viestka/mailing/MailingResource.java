package org.viestka.mailing;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.publication.Edition;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Problem;

/** One issue for one edition: rendered, looked at, proofed and sent. */
@Path("/api/issues/{week}/editions/{edition}")
@RolesAllowed({"admin", "editor"})
@Tag(name = "Mailings")
class MailingResource {

    private static final String ADMIN = "admin";

    private final Mailings mailings;
    private final Preview preview;
    private final Proofs proofs;

    MailingResource(Mailings mailings, Preview preview, Proofs proofs) {
        this.mailings = mailings;
        this.preview = preview;
        this.proofs = proofs;
    }

    @POST
    @Path("assemble")
    @Transactional
    @Operation(operationId = "assembleMailing", summary = "Renders the issue as it stands and freezes it; again until sending begins")
    @APIResponse(responseCode = "200", description = "As it is now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = MailingView.class)))
    @APIResponse(responseCode = "409", description = "Sending has begun")
    public MailingView assemble(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        return MailingView.of(mailings.assemble(week, edition), edition);
    }

    @GET
    @Path("preview")
    @Transactional
    @Operation(operationId = "previewMailing", summary = "What a reader will get: format=html, text or eml (the whole message); language for the order of languages, discreet for readers who chose that")
    @APIResponse(responseCode = "200", description = "The mail", content = {@Content(mediaType = "text/html"),
            @Content(mediaType = "text/plain"), @Content(mediaType = "message/rfc822")})
    public Response preview(@PathParam("week") Week week, @PathParam("edition") Edition edition,
            @QueryParam("format") @DefaultValue("html") String format, @QueryParam("language") String language,
            @QueryParam("discreet") @DefaultValue("false") @Pattern(regexp = "true|false") String discreet) {
        var text = mailings.get(week, edition)
                .text(edition.languagesLedBy(language).get(0) + (discreet.equals("true") ? MailingText.DISCREET : ""));
        return switch (format) {
            case "html" -> Response.ok(preview.html(text)).type("text/html;charset=UTF-8")
                    .header("Content-Security-Policy", MailPolicy.of(text.html)).build();
            case "text" -> Response.ok(preview.plain(text)).type("text/plain;charset=UTF-8").build();
            case "eml" -> Response.ok(preview.eml(text)).type("message/rfc822")
                    .header("Content-Disposition", "attachment; filename=\"" + week + "-" + edition.key() + ".eml\"").build();
            default -> throw Problem.invalid("format", Words::invalid_format);
        };
    }

    /** @param to editors' addresses */
    record ProofRequest(List<String> to) {}

    @POST
    @Path("proof")
    @Operation(operationId = "proofMailing", summary = "Sends the real thing to editors, marked as a proof")
    @APIResponse(responseCode = "204", description = "Handed over")
    public Response proof(@PathParam("week") Week week, @PathParam("edition") Edition edition, ProofRequest request) {
        proofs.send(week, edition, request == null ? null : request.to());
        return Response.noContent().build();
    }

    @POST
    @Path("send")
    @Transactional
    @RolesAllowed(ADMIN)
    @Operation(operationId = "sendMailing", summary = "Lets the delivery to every active subscriber of the edition begin")
    @APIResponse(responseCode = "200", description = "As it is now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = MailingView.class)))
    @APIResponse(responseCode = "409", description = "It is not assembled, or cancelled")
    public MailingView send(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        return MailingView.of(mailings.send(week, edition), edition);
    }

    @POST
    @Path("hold")
    @Transactional
    @RolesAllowed(ADMIN)
    @Operation(operationId = "holdMailing", summary = "Keeps the timetable from sending it")
    @APIResponse(responseCode = "200", description = "As it is now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = MailingView.class)))
    @APIResponse(responseCode = "409", description = "Sending has begun")
    public MailingView hold(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        return MailingView.of(mailings.hold(week, edition), edition);
    }

    @POST
    @Path("pause")
    @Transactional
    @RolesAllowed(ADMIN)
    @Operation(operationId = "pauseMailing", summary = "Stops a delivery under way; what is in flight ends")
    @APIResponse(responseCode = "200", description = "As it is now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = MailingView.class)))
    @APIResponse(responseCode = "409", description = "Nothing is being sent")
    public MailingView pause(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        return MailingView.of(mailings.pause(week, edition), edition);
    }

    @POST
    @Path("cancel")
    @Transactional
    @RolesAllowed(ADMIN)
    @Operation(operationId = "cancelMailing", summary = "Ends it for good; whoever has not been sent it gets none")
    @APIResponse(responseCode = "200", description = "As it is now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = MailingView.class)))
    @APIResponse(responseCode = "409", description = "It is not there to be cancelled, or finished")
    public MailingView cancel(@PathParam("week") Week week, @PathParam("edition") Edition edition) {
        return MailingView.of(mailings.cancel(week, edition), edition);
    }
}
