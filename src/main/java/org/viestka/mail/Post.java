package org.viestka.mail;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;
import org.viestka.publication.Publication;

import io.quarkus.mailer.Mail;

/**
 * Sends single mails (a confirmation, a link, a proof), one by one and each to one reader. Blocks until the relay has taken
 * the mail; never call it in a transaction. Mailings go another way, which is a hundred times faster.
 */
@ApplicationScoped
public class Post {

    // A bare addr-spec: the mailer would take "a@b.c (x)" and, after a line break, a second recipient.
    private static final Pattern MAILBOX = Pattern.compile("[!-~&&[^()<>,;:\\\\\"\\[\\]@]]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{2,35}");

    private final HandOver handOver;
    private final Publication publication;
    private final String from;
    private final String replyTo;
    private final String domain;

    Post(HandOver handOver, Publication publication, MailSettings settings) {
        this.handOver = handOver;
        this.publication = publication;
        this.from = settings.from();
        this.replyTo = settings.replyTo();
        this.domain = settings.domain();
    }

    /**
     * Sends a mail that is never repeated.
     *
     * @see #send(String, String, String, String, String, String)
     */
    public void send(String to, String language, String subject, String html, String text) {
        send(UUID.randomUUID().toString(), to, language, subject, html, text);
    }

    /**
     * Sends a mail in the publication's name.
     *
     * @see #sendAs(String, String, String, String, String, String, String)
     */
    public void send(String id, String to, String language, String subject, String html, String text) {
        sendAs(publication.name(language), id, to, language, subject, html, text);
    }

    /**
     * @param sender the name in {@code From}
     * @param id opaque left side of the {@code Message-ID}, the same each time the same mail is tried; 8 to 64 letters,
     *        digits and hyphens
     * @param to a bare address in ASCII
     * @param language BCP 47 tag
     * @param subject any characters but line breaks and NUL
     * @throws IllegalArgumentException for what could smuggle a header or a recipient; the message names no value
     * @throws RuntimeException when the relay did not take it; its text may hold the address, so do not log that
     */
    public void sendAs(String sender, String id, String to, String language, String subject, String html, String text) {
        require(ID, id, "message id");
        require(MAILBOX, to, "recipient");
        require(LANGUAGE, language, "language");
        var name = EncoderUtil.encodeAddressDisplayName(singleLine(sender));
        handOver.send(new Mail().setTo(List.of(to)).setFrom(from).setBounceAddress(from)
                // Given as headers, since the mailer encodes names as comments and half of each emoji at a time.
                .addHeader("From", MimeUtil.fold(name + " <" + from + ">", "From: ".length()))
                .addHeader("Subject", MimeUtil.fold(subject(subject), "Subject: ".length()))
                .addHeader("Reply-To", replyTo)
                .addHeader("Message-ID", "<" + id + "@" + domain + ">")
                .addHeader("Content-Language", language)
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Auto-Response-Suppress", "All")
                .setHtml(html.replace("\r", "")).setText(text.replace("\r", "")));
    }

    private static String subject(String subject) {
        // An "=?" that stands in the text itself must reach the reader as it is.
        return subject.contains("=?")
                ? EncoderUtil.encodeEncodedWord(singleLine(subject), EncoderUtil.Usage.TEXT_TOKEN)
                : EncoderUtil.encodeIfNecessary(singleLine(subject), EncoderUtil.Usage.TEXT_TOKEN, "Subject: ".length());
    }

    private static String singleLine(String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("a header holds a line break or NUL");
        }
        return value;
    }

    private static void require(Pattern form, String value, String what) {
        if (value == null || !form.matcher(value).matches()) {
            throw new IllegalArgumentException("not fit for a mail: " + what);
        }
    }
}
