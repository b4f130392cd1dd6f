package org.viestka.site;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

import org.viestka.commentary.CommentariesChanged;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Public pages, made once for everybody who asks within a few seconds: a rush of readers costs the database nothing. What an
 * editor does on this node is seen at once, on others when what they keep has grown old.
 */
@ApplicationScoped
class PageCache {

    private final AsyncCache<String, KeptPage> pages;

    PageCache(SiteConfig config, Clock clock) {
        pages = Caffeine.newBuilder().maximumWeight(config.cache().asLongValue())
                .weigher((String key, KeptPage page) -> page.weight())
                .expireAfterWrite(Duration.ofSeconds(KeptPage.SECONDS))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Infrastructure.getDefaultExecutor()).buildAsync();
    }

    /**
     * The page of a path, which is made in a transaction of its own where none is kept. Others who ask meanwhile wait for it.
     * What {@code make} throws comes through and is not kept.
     */
    Uni<KeptPage> get(String path, Supplier<KeptPage> make) {
        return Uni.createFrom()
                .completionStage(() -> pages.get(path, key -> QuarkusTransaction.requiringNew().call(make::get)));
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) CommentariesChanged event) {
        pages.synchronous().invalidateAll();
    }
}
