package org.viestka.webhook;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * Tells webhooks what is to be told: each by one node at a time and one message after the other, so that a target that is slow
 * or down keeps nobody but itself waiting. At least once: what was told and not noted is told again, under the same id.
 */
@ApplicationScoped
class Messenger {

    /** How many webhooks a node is about at one time. */
    static final int AT_ONCE = 4;

    private static final Logger LOG = Logger.getLogger(Messenger.class);
    /** How long a node keeps a webhook before others have their turn. */
    private static final Duration TURN = Duration.ofSeconds(20);
    /** On top of it, for the message under way; then it is taken for dead. */
    private static final Duration LEEWAY = Duration.ofSeconds(40);

    private final Caller caller;
    private final Vault vault;
    private final WebhookConfig config;
    private final Clock clock;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
        var thread = new Thread(work, "webhook");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    Messenger(Caller caller, Vault vault, WebhookConfig config, Clock clock) {
        this.caller = caller;
        this.vault = vault;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "2s", identity = "tell-webhooks", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        tellDue();
    }

    /** A message under way is left as it is: it will be told again. A shutdown waits for no stranger. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
        threads.shutdownNow();
    }

    /** Begins to tell what is due. Complete when all that was begun is done. */
    CompletableFuture<Void> tellDue() {
        var begun = new ArrayList<CompletableFuture<Void>>();
        if (!stopping && QuarkusTransaction.requiringNew().call(Webhook::isThereAny)) {
            boolean more = true;
            while (more) {
                more = QuarkusTransaction.requiringNew().call(() -> WebhookMessage.gatherFailures(clock.instant()));
            }
            QuarkusTransaction.requiringNew().run(() -> WebhookMessage.date(clock.instant()));
            for (var webhook = claim(); webhook.isPresent(); webhook = claim()) {
                var claimed = webhook.get();
                begun.add(CompletableFuture.runAsync(() -> tell(claimed), threads).whenComplete((done, e) -> room.release()));
            }
        }
        return CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new));
    }

    @Scheduled(every = "1h", identity = "forget-webhook-messages", concurrentExecution = ConcurrentExecution.SKIP)
    void forget() {
        var now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> {
            long lost = WebhookMessage.giveUp(now.minus(config.giveUpAfter()), now);
            if (lost > 0) {
                LOG.warnf("%d messages to webhooks are given up: nobody took them in time.", lost);
            }
            WebhookMessage.forget(now.minus(config.retention()));
            WebhookAttempt.forget(now.minus(config.retention()));
        });
    }

    /** Tells it something of no meaning, once, and says what came of it. Empty when there is no such webhook. */
    Optional<WebhookAttempt> ping(UUID id) throws InterruptedException {
        var found = QuarkusTransaction.requiringNew().call(() -> Webhook.<Webhook>findByIdOptional(id));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var message = new WebhookMessage();
        message.id = UUID.randomUUID();
        message.webhookId = id;
        message.type = "ping";
        message.at = clock.instant();
        message.data = "{\"webhook\":\"" + id + "\"}";
        long start = System.nanoTime();
        var answer = send(found.get(), message);
        return QuarkusTransaction.requiringNew().call(() -> {
            if (Webhook.findForChange(id).isEmpty()) {
                return Optional.empty();
            }
            var attempt = WebhookAttempt.of(message, answer, message.at, millisSince(start), !answer.isGood());
            attempt.persist();
            return Optional.of(attempt);
        });
    }

    private Optional<Webhook> claim() {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        var claimed = Optional.<Webhook>empty();
        try {
            claimed = QuarkusTransaction.requiringNew().call(() -> {
                var webhook = Webhook.findDueForClaim(clock.instant());
                webhook.ifPresent(due -> due.take(clock.instant().plus(TURN).plus(LEEWAY).plus(config.timeout())));
                return webhook;
            });
        } finally {
            if (claimed.isEmpty()) {
                room.release();
            }
        }
        return claimed;
    }

    private void tell(Webhook webhook) {
        long end = System.nanoTime() + TURN.toNanos();
        try {
            boolean goesOn = true;
            while (goesOn && !stopping && System.nanoTime() < end) {
                var message = QuarkusTransaction.requiringNew()
                        .call(() -> WebhookMessage.findDue(webhook.id, clock.instant()));
                goesOn = message.isPresent() && attempt(webhook, message.get());
            }
            QuarkusTransaction.requiringNew()
                    .run(() -> Webhook.findForChange(webhook.id).ifPresent(told -> told.release(clock.instant())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!stopping) {
                // Others get their turn, and this one when the claim has lapsed.
                LOG.warnf("Webhook %s could not be told: %s", webhook.id, e.getClass().getName());
            }
        }
    }

    /** True when it was taken. */
    private boolean attempt(Webhook webhook, WebhookMessage message) throws InterruptedException {
        var now = clock.instant();
        long start = System.nanoTime();
        var answer = send(webhook, message);
        long millis = millisSince(start);
        return QuarkusTransaction.requiringNew().call(() -> note(webhook.id, message.id, answer, now, millis));
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
