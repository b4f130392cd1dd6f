package org.viestka.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;
import org.viestka.restore.DatabaseHome;

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

    private final Attempts attempts;
    private final WebhookConfig config;
    private final Clock clock;
    private final DatabaseHome home;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
        var thread = new Thread(work, "webhook");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    Messenger(Attempts attempts, WebhookConfig config, Clock clock, DatabaseHome home) {
        this.home = home;
        this.attempts = attempts;
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
        if (!stopping && home.isHere() && QuarkusTransaction.requiringNew().call(Webhook::isThereAny)) {
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
                goesOn = message.isPresent() && attempts.attempt(webhook, message.get());
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
}
