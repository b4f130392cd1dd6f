package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.delivery.LedgerReport.Counts;
import org.viestka.mailing.Mailing;

/**
 * Counts for those who watch. To count a large ledger takes a while, and however many watch it, that may take a twentieth of
 * the database's time: until then they all see the last count.
 */
@ApplicationScoped
class ProgressCounts {

    /** What was sent within this time tells the rate. */
    static final Duration RECENT = Duration.ofSeconds(30);

    private static final int SHARE = 20;
    /** A count this quick is nobody's trouble. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final LedgerReport report;
    private final Clock clock;
    private final Map<UUID, Counted> last = new ConcurrentHashMap<>();

    ProgressCounts(LedgerReport report, Clock clock) {
        this.report = report;
        this.clock = clock;
    }

    private record Counted(Counts counts, long at, long took) {

        boolean isGood() {
            return took > QUICK_NANOS && System.nanoTime() - at < SHARE * took;
        }
    }

    Counts of(Mailing mailing) throws SQLException {
        var counted = last.get(mailing.id);
        if (counted == null || !counted.isGood()) {
            long start = System.nanoTime();
            var counts = report.count(mailing, clock.instant().minus(RECENT));
            long now = System.nanoTime();
            counted = new Counted(counts, now, now - start);
            last.values().removeIf(old -> !old.isGood());
            last.put(mailing.id, counted);
        }
        return counted.counts();
    }
}
