package org.viestka.site;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
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

    private final AsyncCache<String, Dated> pages;
    private final Clock clock;

    PageCache(SiteConfig config, Clock clock) {
        this.clock = clock;
        pages = Caffeine.newBuilder().maximumWeight(config.cache().asLongValue())
                .weigher((String path, Dated kept) -> kept.page.weight())
                .executor(Infrastructure.getDefaultExecutor()).buildAsync();
    }

    /**
     * A page that is kept.
     *
     * @param read when the database was asked: what is changed after it may not be on the page
     */
    private record Dated(KeptPage page, Instant read) {

        boolean isFreshAt(Instant now) {
            return now.isBefore(read.plusSeconds(KeptPage.SECONDS));
        }
    }

    /**
     * The page of a path, which is made in a transaction of its own where none is kept. Others who ask meanwhile wait for it.
     * What {@code make} throws comes through and is not kept.
     */
    Uni<KeptPage> get(String path, Supplier<KeptPage> make) {
        return Uni.createFrom().completionStage(() -> {
            var kept = pages.get(path, key -> make(make));
            if (isOld(kept)) {
                // Of many who find it old one takes it away, and all wait for the same new one.
                pages.asMap().remove(path, kept);
                kept = pages.get(path, key -> make(make));
            }
            // One step further: a reader who goes away cancels their own step, and not what the others wait for.
            return kept.thenApply(Dated::page);
        });
    }

    private Dated make(Supplier<KeptPage> make) {
        var read = clock.instant();
        return new Dated(QuarkusTransaction.requiringNew().call(make::get), read);
    }

    private boolean isOld(CompletableFuture<Dated> kept) {
        return kept.isDone() && !kept.isCompletedExceptionally() && !kept.join().isFreshAt(clock.instant());
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) CommentariesChanged event) {
        pages.synchronous().invalidateAll();
    }
}
