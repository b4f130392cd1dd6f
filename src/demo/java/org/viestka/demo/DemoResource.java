package org.viestka.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.viestka.commentary.Commentaries;
import org.viestka.commentary.Commentary;
import org.viestka.commentary.CommentaryStatus;
import org.viestka.mailing.MailPolicy;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;

/** The newcomer's guide and the mails that were sent. */
@Path("/demo")
@Blocking
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class DemoResource {

    private static final String FRAMES = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'";
    private static final String SANDBOX = "; sandbox allow-popups allow-top-navigation";

    @CheckedTemplate(basePath = "demo")
    static class Templates {
        static native TemplateInstance guide(String week, String weekLabel, List<Mailing> mailings, String nextWeek,
                boolean nextIsOut, List<Mailing> next, String password, int mails);

        static native TemplateInstance mails(List<Summary> mails, int total, String edition);

        static native TemplateInstance mail(Summary mail);
    }

    /** One mail in the list. {@code edition}: of the list it came by; empty for single mails. */
    record Summary(int id, String to, String subject, String edition, String text) {}

    private final DemoData data;
    private final DemoMail mail;
    private final Commentaries commentaries;
    private final Mailings mailings;
    private final Publication publication;

    DemoResource(DemoData data, DemoMail mail, Commentaries commentaries, Mailings mailings, Publication publication) {
        this.data = data;
        this.mail = mail;
        this.commentaries = commentaries;
        this.mailings = mailings;
        this.publication = publication;
    }

    @GET
    public String guide() {
        var next = find(data.current());
        return Templates.guide(data.last().toString(), data.last().label("en"), find(data.last()), data.current().label("en"),
                !next.isEmpty(), next, DemoSettings.password(), mail.all().size()).render();
    }

    /** Publishes the prepared texts of the current week and sends them now. */
    @POST
    @Path("next-issue")
    public Response next() {
        var week = data.current();
        var drafts = QuarkusTransaction.requiringNew().call(
                () -> Commentary.<Commentary> list("week = ?1 and status = ?2", week, CommentaryStatus.DRAFT));
        drafts.forEach(draft -> commentaries.publish(draft.id, version -> {}));
        if (find(week).isEmpty()) {
            publication.editions().forEach(edition -> {
                mailings.assemble(week, edition);
                mailings.send(week, edition);
            });
        }
        return Response.seeOther(URI.create("/demo")).build();
    }

    @GET
    @Path("mail")
    public String mails(@QueryParam("edition") String edition) throws MessagingException, IOException {
        var all = mail.all();
        var list = new ArrayList<Summary>();
        for (int id = 0; id < all.size(); id++) {
            var summary = summary(id, all.get(id), false);
            if (edition == null || edition.equals(summary.edition())) {
                list.add(summary);
            }
        }
        Collections.reverse(list);
        return Templates.mails(list, all.size(), edition == null ? "" : edition).render();
    }

    @GET
    @Path("mail/{id}")
    public Response mail(@PathParam("id") int id) throws MessagingException, IOException {
        return Response.ok(Templates.mail(summary(id, message(id), true)).render()).header("Content-Security-Policy", FRAMES).build();
    }

    @GET
    @Path("mail/{id}/html")
    public Response html(@PathParam("id") int id) throws MessagingException, IOException {
        // A browser counts no CR when it compares styles with the policy.
        var html = part(message(id), "text/html").replace("\r\n", "\n");
        return Response.ok(html).header("Content-Security-Policy", MailPolicy.of(html) + SANDBOX).build();
    }

    @GET
    @Path("mail/{id}/source")
    @Produces("text/plain;charset=UTF-8")
    public String source(@PathParam("id") int id) throws MessagingException, IOException {
        var out = new ByteArrayOutputStream();
        message(id).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private MimeMessage message(int id) {
        var all = mail.all();
        if (id < 0 || id >= all.size()) {
            throw new NotFoundException();
        }
        return all.get(id);
    }

    private Summary summary(int id, MimeMessage message, boolean withText) throws MessagingException, IOException {
        var list = message.getHeader("List-Id", null);
        var edition = list == null ? ""
                : publication.editions().stream().map(e -> e.key()).filter(key -> list.contains("." + key + ".")).findFirst()
                        .orElse("");
        return new Summary(id, message.getHeader("To", ", "), message.getSubject(), edition,
                withText ? part(message, "text/plain") : "");
    }

    private static String part(MimeMessage message, String type) throws MessagingException, IOException {
        if (message.getContent() instanceof Multipart parts) {
            return part(parts, type);
        }
        return message.isMimeType(type) ? message.getContent().toString() : "";
    }

    private static String part(Multipart parts, String type) throws MessagingException, IOException {
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.getContent() instanceof Multipart nested) {
                return part(nested, type);
            }
            if (part.isMimeType(type)) {
                return part.getContent().toString();
            }
        }
        return "";
    }

    private List<Mailing> find(Week week) {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.findByWeek(week));
    }
}
