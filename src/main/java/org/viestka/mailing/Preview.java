package org.viestka.mailing;

import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mail.EncodedMailing;
import org.viestka.mail.MailSettings;
import org.viestka.mail.Recipient;
import org.viestka.smtp.OctetBuffer;
import org.viestka.vault.Vault;

/** Frozen texts as a reader would get them, without a reader. */
@ApplicationScoped
class Preview {

    private static final Pattern PERSONAL = Pattern.compile("<!--personal-->.*?<!--/personal-->\n?", Pattern.DOTALL);
    private static final Pattern BODY = Pattern.compile("<body[^>]*>");
    private static final String NO_TOKEN = "x".repeat(Vault.UNSUBSCRIBE_TOKEN_LENGTH);
    private static final int USUAL_OCTETS = 64 * 1024;

    private final BulkMessages messages;
    private final MailSettings settings;

    Preview(BulkMessages messages, MailSettings settings) {
        this.messages = messages;
        this.settings = settings;
    }

    /** With a link in the place of the reader's own that leads nowhere. */
    String html(MailingText text) {
        return text.html.replace(EncodedMailing.TOKEN, NO_TOKEN);
    }

    String plain(MailingText text) {
        return text.plain.replace(EncodedMailing.TOKEN, NO_TOKEN);
    }

    /** As a page: without what is the reader's own, and with a landmark that screen readers find. */
    String impersonal(MailingText text) {
        var html = BODY.matcher(PERSONAL.matcher(text.html).replaceAll("")).replaceFirst("$0<main>");
        return html.replace("</body>", "</main></body>");
    }

    /** The whole message as it goes over the wire, to nobody. */
    byte[] eml(MailingText text) {
        var buffer = new OctetBuffer(USUAL_OCTETS);
        new EncodedMailing(messages.of(text), settings.signer())
                .write(new Recipient("reader@example.org", "preview@" + settings.domain(), NO_TOKEN), buffer);
        return buffer.copy();
    }
}
