package org.viestka.doctor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.viestka.lists.SubscriberImport;
import org.viestka.mailing.Mailing;
import org.viestka.subscriber.OutboxRow;
import org.viestka.subscriber.SignUp;
import org.viestka.webhook.WebhookMessage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * What waits in the queues, and what imports have done. Each node tells the same, since it is the database's: take the largest,
 * not the sum. Looked up in the background, so that nobody who collects metrics waits for the database.
 */
@ApplicationScoped
class QueueMetrics {

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> imported = new ConcurrentHashMap<>();

    QueueMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Scheduled(every = "15s", identity = "look-at-queues", concurrentExecution = ConcurrentExecution.SKIP)
    @Transactional
    void look() {
        // Each by an index, or of a table that is nearly empty.
        setWaiting("sign_ups", SignUp.count());
        setWaiting("single_mails", OutboxRow.count());
        setWaiting("imports", SubscriberImport.countToDo());
        setWaiting("webhook_messages", WebhookMessage.countWaiting());
        setWaiting("mailings", Mailing.countSending());
        var rows = SubscriberImport.sumRows();
        Map.of("added", rows.added(), "changed", rows.changed(), "unchanged", rows.unchanged(), "suppressed", rows.suppressed(),
                "invalid", rows.invalid()).forEach((result, n) -> imported.computeIfAbsent(result, this::counter).set(n));
    }

    private void setWaiting(String queue, long size) {
        waiting.computeIfAbsent(queue, this::gauge).set(size);
    }

    private AtomicLong gauge(String queue) {
        var size = new AtomicLong();
        Gauge.builder("viestka.queue.size", size, AtomicLong::doubleValue).description("What waits, of all nodes")
                .tag("queue", queue).register(registry);
        return size;
    }

    private AtomicLong counter(String result) {
        var rows = new AtomicLong();
        FunctionCounter.builder("viestka.import.rows", rows, AtomicLong::doubleValue)
                .description("Rows of imports, of all nodes").tag("result", result).register(registry);
        return rows;
    }
}
