package org.viestka.delivery;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.mail.HandOver;
import org.viestka.mail.MessageTemplate;
import org.viestka.mail.Recipient;

import io.quarkus.mailer.Mail;
import io.vertx.ext.mail.SMTPException;

/** The same frozen mailing through Quarkus Mailer, for operators who rely on what it can do. */
class MailerRelay implements Relay {

    private static final Pattern ENHANCED = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private static final Set<String> THE_MAILERS = Set.of("To", "MIME-Version", "Content-Type", "Content-Transfer-Encoding");

    private final HandOver handOver;

    MailerRelay(HandOver handOver) {
        this.handOver = handOver;
    }

    @Override
    public Session open() {
        return new MailerSession();
    }

    private class MailerSession implements Session {

        @Override
        public Outcome send(Letter letter, String sender, Recipient recipient) {
            try {
                handOver.send(mail(letter, sender, recipient));
                return new Outcome(Outcome.Kind.SENT, SmtpPhase.END, 250, "", "", true);
            } catch (RuntimeException failure) {
                return outcome(failure, recipient);
            }
        }

        @Override
        public void abort() {
            // The mailer gives no hold on a dialogue under way; its own time-out ends it.
        }

        @Override
        public void close() {
            // The mailer keeps its own connections.
        }
    }

    private static Mail mail(Letter letter, String sender, Recipient recipient) {
        var message = letter.message();
        var token = recipient.unsubscribeToken();
        var mail = new Mail().addTo(recipient.address()).setFrom(message.fromAddress()).setBounceAddress(sender)
                .setHtml(message.html().replace(MessageTemplate.TOKEN, token))
                .setText(message.text().replace(MessageTemplate.TOKEN, token));
        headers(new MessageTemplate(message, Optional.empty()).message(recipient), mail);
        return mail;
    }

    /** The header fields of our own encoding, except those that the mailer writes itself. */
    private static void headers(byte[] encoded, Mail mail) {
        var text = new String(encoded, StandardCharsets.US_ASCII);
        for (var field : text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n(?![ \t])")) {
            int colon = field.indexOf(':');
            var name = field.substring(0, colon);
            if (!THE_MAILERS.contains(name)) {
                mail.addHeader(name, field.substring(colon + 1).strip());
            }
        }
    }

    /** What the mailer's exception tells; it does not tell how far the dialogue had come, so a broken link is uncertain (RFC 1047). */
    private static Outcome outcome(RuntimeException failure, Recipient recipient) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException smtp) {
                return refusal(smtp, recipient);
            }
            if (cause instanceof ConnectException) {
                return new Outcome(Outcome.Kind.RELAY_DOWN, SmtpPhase.CONNECT, 0, "", "no connection to the relay", false);
            }
        }
        return new Outcome(Outcome.Kind.UNCERTAIN, SmtpPhase.END, 0, "", "the link to the relay broke", false);
    }

    private static Outcome refusal(SMTPException smtp, Recipient recipient) {
        var text = String.valueOf(smtp.getReplyMessage());
        var enhanced = ENHANCED.matcher(text);
        int code = smtp.getReplyCode();
        // The client calls a garbled reply a permanent refusal with code 500; only a whole reply may be one.
        if (!text.matches("(?s)\\d{3}[ -].*")) {
            return new Outcome(Outcome.Kind.DEFERRED, SmtpPhase.END, 0, "", "the relay's reply could not be read", false);
        }
        return Outcome.ofRefusal(SmtpPhase.RCPT, new Reply(code, enhanced.find() ? enhanced.group(1) : "", text),
                recipient.address(),
                true);
    }
}
