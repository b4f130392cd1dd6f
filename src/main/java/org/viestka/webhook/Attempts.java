package org.viestka.webhook;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Tells a webhook one message, and writes down what came of it. No transaction is open while the target thinks. */
@ApplicationScoped
class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final Caller caller;
    private final Vault vault;
    private final WebhookConfig config;
    private final Clock clock;

    Attempts(Caller caller, Vault vault, WebhookConfig config, Clock clock) {
        this.caller = caller;
        this.vault = vault;
        this.config = config;
        this.clock = clock;
    }

    /** True when it was taken. */
    boolean attempt(Webhook webhook, WebhookMessage message) throws InterruptedException {
        var now = clock.instant();
        long start = System.nanoTime();
        var answer = send(webhook, message);
        long millis = millisSince(start);
        return QuarkusTransaction.requiringNew().call(() -> note(webhook.id, message.id, answer, now, millis));
    }

    /** Tells it something of no meaning, once, and says what came of it. Empty when there is no such webhook. */
    Optional<WebhookAttempt> ping(UUID id) throws InterruptedException {
        var found = QuarkusTransaction.requiringNew().call(() -> Webhook.<Webhook>findByIdOptional(id));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var message = WebhookMessage.ping(id, clock.instant());
        long start = System.nanoTime();
        var answer = send(found.get(), message);
        long millis = millisSince(start);
        return QuarkusTransaction.requiringNew().call(() -> Webhook.findForChange(id).map(present -> {
            var attempt = WebhookAttempt.of(message, answer, message.at, millis, !answer.isGood());
            attempt.persist();
            return attempt;
        }));
    }

    /** False also where the webhook was taken away meanwhile. */
    private boolean note(UUID webhook, UUID message, Answer answer, Instant at, long millis) {
        return Webhook.findForChange(webhook).map(told -> {
            var sent = WebhookMessage.<WebhookMessage>findById(message);
            boolean givenUp = sent.note(answer, config, clock.instant());
            WebhookAttempt.of(sent, answer, at, millis, givenUp).persist();
            told.failures = answer.isGood() ? 0 : told.failures + 1;
            if (givenUp) {
                LOG.warnf("Message %s to webhook %s is given up.", message, webhook);
            }
            return answer.isGood();
        }).orElse(false);
    }

    private Answer send(Webhook webhook, WebhookMessage message) throws InterruptedException {
        long seconds = clock.instant().getEpochSecond();
        var id = message.id.toString();
        var body = message.body();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Viestka");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", vault.openSecret(webhook.secret).sign(id, seconds, body));
        return caller.post(new Target(URI.create(webhook.url)), headers, body);
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
