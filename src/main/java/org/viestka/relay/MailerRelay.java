package org.viestka.relay;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.viestka.mail.BlockingMailer;
import org.viestka.mail.EncodedMailing;
import org.viestka.mail.MailRefusedException;
import org.viestka.mail.Recipient;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.SmtpPhase;

import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;

/** The same frozen mailing through Quarkus Mailer, for operators who rely on what it can do. */
class MailerRelay implements Relay {

    private static final Set<String> THE_MAILERS = Set.of("To", "MIME-Version", "Content-Type", "Content-Transfer-Encoding");

    private final BlockingMailer handOver;

    MailerRelay(BlockingMailer handOver) {
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
                return outcome(failure);
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

    private static MailMessage mail(Letter letter, String sender, Recipient recipient) {
        var message = letter.message();
        var token = recipient.unsubscribeToken();
        return new MailMessage().setTo(List.of(recipient.address())).setFrom(message.fromAddress()).setBounceAddress(sender)
                .setHtml(message.html().replace(EncodedMailing.TOKEN, token))
                .setText(message.text().replace(EncodedMailing.TOKEN, token))
                .setHeaders(headers(new EncodedMailing(message, Optional.empty()).message(recipient)));
    }

    /** The header fields of our own encoding, except those that the mailer writes itself. */
    private static MultiMap headers(byte[] encoded) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        var text = new String(encoded, StandardCharsets.US_ASCII);
        for (var field : text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n(?![ \t])")) {
            int colon = field.indexOf(':');
            var name = field.substring(0, colon);
            if (!THE_MAILERS.contains(name)) {
                headers.add(name, field.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** A broken link is uncertain, since the exception does not tell how far the dialogue had come (RFC 1047). */
    private static Outcome outcome(RuntimeException failure) {
        if (failure instanceof MailRefusedException refused) {
            return refused.outcome();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return new Outcome(Outcome.Kind.RELAY_DOWN, SmtpPhase.CONNECT, 0, "", "no connection to the relay", false);
            }
            if (cause instanceof SMTPException) {
                return new Outcome(Outcome.Kind.DEFERRED, SmtpPhase.END, 0, "", "the relay's reply could not be read", false);
            }
        }
        return new Outcome(Outcome.Kind.UNCERTAIN, SmtpPhase.END, 0, "", "the link to the relay broke", false);
    }
}
