package org.viestka.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a deferred delivery is tried again (RFC 5321 §4.5.4.1), and when no more.
 *
 * @param retryAfter until the second try; three times as long until each further one, up to four hours
 */
record RetryPolicy(Duration retryAfter, Duration giveUpAfter) {

    private static final Duration LONGEST = Duration.ofHours(4);
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    /** A link that broke says nothing about the recipient, so the next try may come soon. */
    private static final long LONGEST_AFTER_BROKEN_LINK = Duration.ofSeconds(10).toMillis();

    /** How long a whole mailing waits for a relay that wants no more for now, by how often it has waited in a row. */
    static Duration wait(int before, Duration retryAfter) {
        var first = retryAfter.compareTo(FIRST_WAIT) < 0 ? retryAfter : FIRST_WAIT;
        return Duration.ofMillis((long) Math.min(LONGEST.toMillis(), first.toMillis() * Math.pow(3, Math.min(before, 12))));
    }

    /**
     * The time of the next try; null when there is to be none.
     *
     * @param attempt counted from 1
     */
    Instant next(int attempt, boolean brokenLink, Instant started, Instant now) {
        long first = brokenLink ? Math.min(LONGEST_AFTER_BROKEN_LINK, retryAfter.toMillis()) : retryAfter.toMillis();
        double growth = Math.pow(3, Math.min(attempt - 1, 12));
        long millis = (long) Math.min(LONGEST.toMillis(), first * growth);
        // Up to a quarter more, so that a refused crowd does not come back as a crowd; never less: who puts mail off for so long
        // puts it off again when it comes sooner.
        long jitter = ThreadLocalRandom.current().nextLong(millis / 4 + 1);
        var next = now.plusMillis(millis + jitter);
        return next.isAfter(started.plus(giveUpAfter)) ? null : next;
    }
}
