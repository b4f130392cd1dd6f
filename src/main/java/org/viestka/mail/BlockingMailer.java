package org.viestka.mail;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.viestka.mail.MailRefusedException.At;
import org.viestka.smtp.EnvelopeNames;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;

/**
 * Gives single mails to the client of Quarkus Mailer and waits for the relay's answer. To the client, since the mailer in front
 * of it writes an empty {@code Cc} into each mail, which RFC 5322 §3.6.3 does not allow.
 *
 * <p>
 * Each is sent from an event loop: from any other thread the client listens to its connection only some time after that stands,
 * and the greeting of a relay nearby is lost, so that both wait for each other.
 */
@ApplicationScoped
public class BlockingMailer {

    /** A whole reply; the client calls a garbled one a permanent refusal with code 500. */
    private static final Pattern REPLY = Pattern.compile("(?s)\\d{3}[ -].*");
    private static final Pattern ENHANCED = Pattern.compile("^\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private static final int AUTHENTICATION_FAILED = 535;

    private final MailClient client;
    private final VertxInternal vertx;
    private final RelayLogin login;
    private final Duration timeout;

    BlockingMailer(MailClient client, Vertx vertx, RelayLogin login,
            @ConfigProperty(name = "quarkus.mailer.timeout", defaultValue = "60s") Duration timeout) {
        this.client = client;
        this.vertx = (VertxInternal) vertx;
        this.login = login;
        this.timeout = timeout;
    }

    /** Whether the relay refuses to let us sign in, so that mails had better wait. */
    boolean isResting() {
        return login.isResting();
    }

    /** Whether the relay has refused the last login, so that no more should be tried at once than is needed to see. */
    boolean isLoginInDoubt() {
        return login.refusal() != null;
    }

    /**
     * Blocks until the relay has taken the mail.
     *
     * @throws MailRefusedException when the relay refused it
     * @throws MailUnansweredException when it did not answer in time; the client goes on waiting, and the relay may take it yet
     * @throws RuntimeException when it did not take it otherwise; its text may hold the address
     */
    public void send(MailMessage mail) {
        // Read first: another mail may be let in meanwhile.
        var refusal = login.refusal();
        if (refusal != null && !login.mayTry()) {
            throw new MailRefusedException(At.LOGIN, AUTHENTICATION_FAILED, "", refusal, names(mail), null);
        }
        var answer = new CompletableFuture<MailResult>();
        vertx.createEventLoopContext().runOnContext(nothing -> client.sendMail(mail)
                .onSuccess(answer::complete).onFailure(answer::completeExceptionally));
        try {
            answer.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
            login.accepted();
        } catch (CompletionException e) {
            if (!answer.isDone()) {
                throw new MailUnansweredException(answer);
            }
            throw refusal(mail, e.getCause(), e);
        }
    }

    private RuntimeException refusal(MailMessage mail, Throwable failure, RuntimeException wrapped) {
        if (!(failure instanceof SMTPException smtp) || !REPLY.matcher(smtp.getReplyMessage()).matches()) {
            return wrapped;
        }
        var reply = String.join("\n", smtp.getReplyMessages());
        var enhanced = ENHANCED.matcher(reply);
        var at = at(String.valueOf(smtp.getMessage()));
        if (at == At.LOGIN) {
            login.refused(reply);
        }
        return new MailRefusedException(at, smtp.getReplyCode(), enhanced.find() ? enhanced.group(1) : "", reply,
                names(mail), failure);
    }

    private static EnvelopeNames names(MailMessage mail) {
        var from = mail.getFrom().replaceAll(".*<|>.*", "");
        var sender = mail.getBounceAddress() == null ? from : mail.getBounceAddress();
        return new EnvelopeNames(EnvelopeNames.domain(from), sender, mail.getTo().get(0));
    }

    /** The client's own words, by which alone it tells how far the dialogue had come. */
    private static At at(String words) {
        if (words.startsWith("AUTH ")) {
            return At.LOGIN;
        }
        if (words.startsWith("sender address not accepted")) {
            return At.SENDER;
        }
        if (words.startsWith("recipient address not accepted")) {
            return At.RECIPIENT;
        }
        if (words.startsWith("DATA command not accepted")) {
            return At.DATA;
        }
        return words.startsWith("sending data failed") ? At.MESSAGE : At.CONNECTION;
    }
}
