package org.viestka.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.delivery.Ledger.Result;
import org.viestka.mailing.Mailing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what this node records: {@code viestka_deliveries_total}, by edition and by what became of the message. */
@ApplicationScoped
public class DeliveryMetrics {

    private final MeterRegistry registry;
    private final Map<UUID, String> editions = new ConcurrentHashMap<>();
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

    private record Series(String edition, String result) {}

    DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Learns which edition mailings are for. */
    void know(Collection<Mailing> mailings) {
        mailings.forEach(mailing -> editions.put(mailing.id, mailing.edition));
    }

    void count(List<Result> results) {
        for (var result : results) {
            var series = new Series(editions.getOrDefault(result.claim().mailing(), "unknown"), result.state());
            counters.computeIfAbsent(series, this::counter).increment();
        }
    }

    private Counter counter(Series series) {
        return Counter.builder("viestka.deliveries").description("Messages by what became of an attempt").tag("edition",
                series.edition()).tag("result", series.result()).register(registry);
    }
}
