package org.viestka.mail;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Publication;

import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;

/**
 * Sends single mails (a confirmation, a link, a proof), one by one and each to one reader. Blocks until the relay has taken
 * the mail; never call it in a transaction. Mailings go another way, which is a hundred times faster.
 */
@ApplicationScoped
public class SingleMails {

    // A bare addr-spec: the mailer would take "a@b.c (x)" and, after a line break, a second recipient.
    private static final Pattern MAILBOX = Pattern.compile("[!-~&&[^()<>,;:\\\\\"\\[\\]@]]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{2,35}");

    private final BlockingMailer handOver;
    private final Publication publication;
    private final String from;
    private final String replyTo;
    private final String domain;

    SingleMails(BlockingMailer handOver, Publication publication, MailSettings settings) {
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
     * @param subject any characters but control characters and line separators, as {@code sender}
     * @throws IllegalArgumentException for what could smuggle a header or a recipient; the message names no value
     * @throws MailRefusedException when the relay refused it
     * @throws MailUnansweredException when it did not answer in time
     * @throws RuntimeException when it did not take it otherwise; its text may hold the address, so do not log that
     */
    public void sendAs(String sender, String id, String to, String language, String subject, String html, String text) {
        require(ID, id, "message id");
        require(MAILBOX, to, "recipient");
        require(LANGUAGE, language, "language");
        // All as headers, encoded as those of mailings are: the mailer encodes names as comments and halves of characters.
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("From", HeaderText.named(sender, from, "From: ".length()))
                .add("Subject", HeaderText.unstructured(subject, "Subject: ".length()))
                .add("Reply-To", replyTo)
                .add("Message-ID", "<" + id + "@" + domain + ">")
                .add("Content-Language", language)
                .add("Auto-Submitted", "auto-generated")
                .add("X-Auto-Response-Suppress", "All");
        handOver.send(new MailMessage().setTo(List.of(to)).setFrom(from).setBounceAddress(from).setHeaders(headers)
                .setHtml(html.replace("\r", "")).setText(text.replace("\r", "")));
    }

    /** Whether the relay refuses to let us sign in, so that single mails had better wait. */
    public boolean isResting() {
        return handOver.isResting();
    }

    /** Whether the relay has refused our last login, so that one single mail is enough to try the next. */
    public boolean isLoginInDoubt() {
        return handOver.isLoginInDoubt();
    }

    private static void require(Pattern form, String value, String what) {
        if (value == null || !form.matcher(value).matches()) {
            throw new IllegalArgumentException("not fit for a mail: " + what);
        }
    }
}
