package org.viestka.mailing;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.viestka.mail.BulkMessage;
import org.viestka.mail.DiscreetWording;
import org.viestka.mail.MailSettings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.vault.Vault;

/** Frozen texts as messages: everything that is the same for all readers of a text. */
@ApplicationScoped
public class BulkMessages {

    private final Publication publication;
    private final MailSettings settings;
    private final DiscreetWording discretion;

    BulkMessages(Publication publication, MailSettings settings, DiscreetWording discretion) {
        this.discretion = discretion;
        this.publication = publication;
        this.settings = settings;
    }

    /** The text of a mailing that is led by a language, for discreet readers with {@link MailingText#DISCREET} behind it. */
    @Transactional
    public BulkMessage of(UUID mailing, String language) {
        return of(Mailing.<Mailing>findById(mailing).text(language));
    }

    BulkMessage of(MailingText text) {
        var mailing = text.mailing;
        var edition = publication.edition(mailing.edition)
                .orElseThrow(() -> new IllegalStateException("edition " + mailing.edition + " is no longer configured"));
        var leading = text.leading();
        boolean discreet = text.isDiscreet();
        // The date is that of the mailing, so that a message sent again is the same to the octet.
        var date = mailing.startedAt == null ? mailing.assembledAt : mailing.startedAt;
        return new BulkMessage(discreet ? discretion.name(leading) : publication.name(leading), settings.from(),
                settings.replyTo(), text.subject, date,
                edition.languagesLedBy(leading), text.html, text.plain,
                (discreet ? discretion.listName(leading) : publication.name(leading)) + " " + edition.label(),
                listId(edition), publication.link("/unsubscribe/"), Vault.UNSUBSCRIBE_TOKEN_LENGTH,
                Optional.of(URI.create(publication.link("/" + leading))),
                Optional.of(URI.create(publication.link("/" + leading + "/weeks"))),
                settings.from(), feedbackId(mailing));
    }

    /** One list for each edition, and always the same (RFC 2919). */
    private String listId(Edition edition) {
        return "weekly." + edition.key() + "." + settings.domain();
    }

    /** For Gmail's feedback loop; the last field names the sender and is the same over the whole stream. */
    private static String feedbackId(Mailing mailing) {
        return mailing.week.toString().toLowerCase(java.util.Locale.ROOT) + ":" + mailing.edition + ":weekly:viestka";
    }
}
