package org.viestka.subscription;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.vault.Vault;
import org.viestka.web.Page;
import org.viestka.web.Pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages behind the form and behind the links in readers' mails. They name nobody and are kept by no search engine. */
@ApplicationScoped
class ReaderPages {

    @CheckedTemplate(basePath = "subscription")
    static class Templates {
        static native TemplateInstance form(Page page, Typed typed);

        static native TemplateInstance answer(Page page, String text, boolean exposed);

        static native TemplateInstance embedded(Page page, Typed typed);

        static native TemplateInstance embeddedAnswer(Page page, String text, boolean exposed);

        static native TemplateInstance snippet(Page page, String site);

        static native TemplateInstance confirm(Page page, String edition, boolean exposed);

        static native TemplateInstance unsubscribed(Page page, String token);

        static native TemplateInstance ownData(Page page);

        static native TemplateInstance unsubscribe(Page page, String token);

        static native TemplateInstance preferences(Page page, List<Edition> editions, String edition, List<Order> orders,
                boolean discreet, boolean paused, boolean bounced, boolean saved, String token);
    }

    /**
     * What came in with the form, to be shown again; null where nothing did or nothing is wrong.
     *
     * @param again the token of a form that asks once more
     * @param note what is wrong with the form as a whole
     */
    record Typed(String edition, String email, boolean discreet, String stamp, String again, String emailError,
            String editionError,
            String note) {

        static final Typed NOTHING = new Typed(null, "", false, null, null, null, null, null);
    }

    /** Where the form and what it comes to stand: on a page of ours, or alone in a frame. */
    enum Place {
        PAGE, FRAME
    }

    /** One order of an edition's languages that a reader can choose, named in those languages. */
    record Order(String leading, String label, boolean chosen) {}

    private final Pages pages;
    private final Publication publication;
    private final Vault vault;

    ReaderPages(Pages pages, Publication publication, Vault vault) {
        this.vault = vault;
        this.pages = pages;
        this.publication = publication;
    }

    /** The form, with what was typed and what is wrong with it. */
    Response form(Place place, Status status, String language, Typed typed) {
        var page = formPage(language, typed);
        return html(status, language,
                place == Place.FRAME ? Templates.embedded(page, typed) : Templates.form(page, typed));
    }

    /**
     * What became of the form.
     *
     * @param exposed adds what to think of when a mailbox is with a provider in Belarus or Russia
     */
    Response answer(Place place, String language, String title, String text, boolean exposed) {
        var page = pages.page(language, title);
        return html(Status.OK, language,
                place == Place.FRAME ? Templates.embeddedAnswer(page, text, exposed) : Templates.answer(page, text, exposed));
    }

    /** What the operator of another site puts into the source of a page. */
    Response snippet(String language) {
        var page = formPage(language, Typed.NOTHING);
        return Response.ok(Templates.snippet(page, publication.site()).setLocale(language).render())
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8")).header(HttpHeaders.CONTENT_LANGUAGE, language).build();
    }

    private Page formPage(String language, Typed typed) {
        var page = pages.page(language, Publication.words(language).subscribe_heading());
        return publication.edition(typed.edition() == null ? "" : typed.edition())
                .map(edition -> page.proposing(edition.key())).orElse(page);
    }

    /** A page that says one thing. */
    Response answer(String language, String title, String text) {
        return answer(Place.PAGE, language, title, text, false);
    }

    Response confirm(Subscriber subscriber, boolean exposed) {
        var language = subscriber.wishedLanguage();
        var page = pages.page(language, Publication.words(language).confirm_title());
        return html(Status.OK, language, Templates.confirm(page, label(subscriber.wishedEdition()), exposed));
    }

    Response ownData(Subscriber subscriber) {
        return html(Status.OK, subscriber.language,
                Templates.ownData(page(subscriber, words(subscriber).own_data_title())));
    }

    Response unsubscribe(Subscriber subscriber, String token) {
        var title = words(subscriber).unsubscribe_title();
        return html(Status.OK, subscriber.language, Templates.unsubscribe(page(subscriber, title), token));
    }

    Response unsubscribed(Subscriber subscriber) {
        return html(Status.OK, subscriber.language, Templates.unsubscribed(
                page(subscriber, words(subscriber).unsubscribe_done()), vault.unsubscribeToken(subscriber.id)));
    }

    Response preferences(Subscriber subscriber, boolean saved) {
        var orders = publication.edition(subscriber.edition).map(edition -> orders(edition, subscriber)).orElse(List.of());
        return html(Status.OK, subscriber.language, Templates.preferences(
                page(subscriber, words(subscriber).preferences_title()), publication.editions(), subscriber.edition, orders,
                subscriber.discreet, subscriber.status == SubscriberStatus.PAUSED,
                subscriber.status == SubscriberStatus.BOUNCED, saved,
                vault.unsubscribeToken(subscriber.id)));
    }

    /** What readers call an edition; its key where the operator has taken it away. */
    String label(String edition) {
        return publication.edition(edition).map(Edition::label).orElse(edition);
    }

    private static List<Order> orders(Edition edition, Subscriber subscriber) {
        if (edition.languages().size() < 2) {
            return List.of();
        }
        var leading = edition.languagesLedBy(subscriber.leadingLanguage).get(0);
        return edition.languages().stream().map(language -> new Order(language, edition.languagesLedBy(language).stream()
                .map(Locale::forLanguageTag).map(locale -> locale.getDisplayLanguage(locale))
                .collect(Collectors.joining(", ")), language.equals(leading))).toList();
    }

    private Page page(Subscriber subscriber, String title) {
        return pages.page(subscriber.language, title);
    }

    private static Words words(Subscriber subscriber) {
        return Publication.words(subscriber.language);
    }

    private static Response html(Status status, String language, TemplateInstance template) {
        return Response.status(status).type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.CONTENT_LANGUAGE, language).entity(template.setLocale(language).render()).build();
    }
}
