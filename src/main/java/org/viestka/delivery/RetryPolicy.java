package org.viestka.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** When a deferred delivery is tried again (RFC 5321 §4.5.4.1), and when no more. */
record RetryPolicy(Duration giveUpAfter) {

    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(4);
    /** A link that broke says nothing about the recipient, so the next try may come soon. */
    private static final Duration FIRST_AFTER_BROKEN_LINK = Duration.ofSeconds(10);

    /**
     * The time of the next try; null when there is to be none.
     *
     * @param attempt counted from 1
     */
    Instant next(int attempt, boolean brokenLink, Instant started, Instant now) {
        var first = brokenLink ? FIRST_AFTER_BROKEN_LINK : FIRST;
        double growth = Math.pow(3, Math.min(attempt - 1, 12));
        long millis = (long) Math.min(LONGEST.toMillis(), first.toMillis() * growth);
        // Up to a quarter more or less, so that a refused crowd does not come back as a crowd.
        long jitter = ThreadLocalRandom.current().nextLong(-millis / 4, millis / 4 + 1);
        var next = now.plusMillis(millis + jitter);
        return next.isAfter(started.plus(giveUpAfter)) ? null : next;
    }
}
