package org.viestka.subscription;

import java.time.Instant;
import java.util.Date;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mail.DiscreetWording;
import org.viestka.mail.PlainText;
import org.viestka.publication.Publication;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.OutboxRow;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.Suppression;
import org.viestka.vault.LinkPurpose;
import org.viestka.vault.Vault;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.SimpleDateFormat;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;

/** Writes the single mails to readers, each in its reader's language, as HTML and as text. */
@ApplicationScoped
class ReaderMails {

    @CheckedTemplate(basePath = "subscription/mail")
    static class Templates {
        static native TemplateInstance confirm(MailHead mail, String edition, String link, String until);

        static native TemplateInstance preferences(MailHead mail, String link, String until);

        static native TemplateInstance ownData(MailHead mail, String link, String until);
    }

    /** A mail, ready but for its recipient. {@code sender} is the name in {@code From}. */
    record Written(String sender, String language, String subject, String html, String text) {}

    private final Publication publication;
    private final ReaderLinks links;
    private final ReaderPages pages;
    private final DiscreetWording discretion;
    private final ExposedMailboxes exposed;

    ReaderMails(Publication publication, ReaderLinks links, ReaderPages pages, DiscreetWording discretion,
            ExposedMailboxes exposed) {
        this.discretion = discretion;
        this.exposed = exposed;
        this.publication = publication;
        this.links = links;
        this.pages = pages;
    }

    /** Whether the subscriber may still get a mail that was asked for, and has a use for it. */
    static boolean isWanted(OutboxRow mail, Subscriber to, Vault vault) {
        var address = to.address(vault);
        return switch (mail.kind) {
            // Whoever said no after the mail was asked for has said the last word.
            case CONFIRM -> to.status.isConfirmable() && !(to.status.isGone() && mail.createdAt.isBefore(to.statusSince))
                    && !Suppression.isForGood(address, vault);
            case PREFERENCES -> to.hasPreferences() && Suppression.findByAddress(address, vault).isEmpty();
            case OWN_DATA -> to.hasOwnData() && Suppression.findByAddress(address, vault).isEmpty();
        };
    }

    /**
     * @param address the reader's, opened: nobody has proved yet that a mail to confirm is welcome, so where it might be read by
     *        others it gives nothing away, whatever was chosen
     */
    Written write(OutboxRow.Kind kind, Subscriber to, Address address) {
        boolean unproven = kind == OutboxRow.Kind.CONFIRM;
        boolean discreet = to.discreet || unproven && exposed.include(address);
        var language = unproven ? to.wishedLanguage() : to.language;
        var words = Publication.words(language);
        var sender = discreet || unproven ? discretion.name(language) : publication.name(language);
        return switch (kind) {
            case CONFIRM -> {
                var head = head(language, words.confirm_mail_subject(), discreet);
                yield written(sender, head, Templates.confirm(head, pages.label(to.wishedEdition()), links.confirm(to),
                        until(LinkPurpose.CONFIRM, language)));
            }
            case PREFERENCES -> {
                var head = head(language, words.preferences_mail_subject(), discreet);
                yield written(sender, head, Templates.preferences(head, links.preferences(to),
                        until(LinkPurpose.PREFERENCES, language)));
            }
            case OWN_DATA -> {
                var head = head(language, words.own_data_mail_subject(), discreet);
                yield written(sender, head, Templates.ownData(head, links.ownData(to),
                        until(LinkPurpose.OWN_DATA, language)));
            }
        };
    }

    private MailHead head(String language, String subject, boolean discreet) {
        return discreet
                ? new MailHead(language, Publication.words(language).discreet_mail_subject(),
                        discretion.name(language), discretion.contact(), publication.site(), publication.mirrors())
                : new MailHead(language, subject, publication.name(language), publication.contact().orElse(""),
                        publication.site(), publication.mirrors());
    }

    /** The end of a link's life, in the publication's zone. */
    private String until(LinkPurpose purpose, String language) {
        Instant end = links.end(purpose);
        var locale = new ULocale(language);
        var time = DateFormat.getDateTimeInstance(DateFormat.LONG, DateFormat.SHORT, locale);
        var offset = new SimpleDateFormat("O", locale);
        var zone = TimeZone.getTimeZone(publication.zone().getId());
        time.setTimeZone(zone);
        offset.setTimeZone(zone);
        return time.format(Date.from(end)) + " (" + offset.format(Date.from(end)) + ")";
    }

    private static Written written(String sender, MailHead head, TemplateInstance template) {
        template.setLocale(head.language());
        return new Written(sender, head.language(), head.subject(), render(template, Variant.TEXT_HTML),
                PlainText.wrap(render(template, Variant.TEXT_PLAIN)));
    }

    private static String render(TemplateInstance template, String type) {
        return template.setAttribute(TemplateInstance.SELECTED_VARIANT, Variant.forContentType(type)).render();
    }
}
