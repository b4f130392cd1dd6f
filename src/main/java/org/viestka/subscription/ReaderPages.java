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
import org.viestka.web.Page;
import org.viestka.web.Pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages behind the form and behind the links in readers' mails. They name nobody and are kept by no search engine. */
@ApplicationScoped
class ReaderPages {

    @CheckedTemplate(basePath = "subscription")
    static class Templates {
        static native TemplateInstance form(Page page, String email, String emailError, String editionError);

        static native TemplateInstance answer(Page page, String text);

        static native TemplateInstance confirm(Page page, String edition);

        static native TemplateInstance unsubscribe(Page page, String token);

        static native TemplateInstance preferences(Page page, List<Edition> editions, String edition, List<Order> orders,
                boolean paused, boolean saved);
    }

    /** One order of an edition's languages that a reader can choose, named in those languages. */
    record Order(String leading, String label, boolean chosen) {}

    private final Pages pages;
    private final Publication publication;

    ReaderPages(Pages pages, Publication publication) {
        this.pages = pages;
        this.publication = publication;
    }

    /** The form, with what was typed and what is wrong with it; the errors are null where nothing is. */
    Response form(Status status, String language, String edition, String email, String emailError, String editionError) {
        var page = pages.page(language, Publication.words(language).subscribe_heading());
        var chosen = new Page(page.language(), page.title(), page.publication(), page.switches(), page.editions(),
                publication.edition(edition).map(Edition::key).orElse(page.chosenEdition()), page.indexed());
        return html(status, language, Templates.form(chosen, email, emailError, editionError));
    }

    /** A page that says one thing. */
    Response answer(String language, String title, String text) {
        return html(Status.OK, language, Templates.answer(pages.page(language, title), text));
    }

    Response confirm(Subscriber subscriber) {
        var title = words(subscriber).confirm_title();
        return html(Status.OK, subscriber.language, Templates.confirm(page(subscriber, title), label(subscriber.edition)));
    }

    Response unsubscribe(Subscriber subscriber, String token) {
        var title = words(subscriber).unsubscribe_title();
        return html(Status.OK, subscriber.language, Templates.unsubscribe(page(subscriber, title), token));
    }

    Response unsubscribed(Subscriber subscriber) {
        return answer(subscriber.language, words(subscriber).unsubscribe_done(), words(subscriber).unsubscribe_done_text());
    }

    Response preferences(Subscriber subscriber, boolean saved) {
        var orders = publication.edition(subscriber.edition).map(edition -> orders(edition, subscriber)).orElse(List.of());
        return html(Status.OK, subscriber.language, Templates.preferences(
                page(subscriber, words(subscriber).preferences_title()), publication.editions(), subscriber.edition, orders,
                subscriber.status == SubscriberStatus.PAUSED, saved));
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
