package org.viestka.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

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
        return Duration.ofMillis(grown(first.toMillis(), before));
    }

    private static long grown(long first, int before) {
        return (long) Math.min(LONGEST.toMillis(), first * Math.pow(3, Math.min(before, 12)));
    }

    /** How long a delivery has been tried at least, when it is tried for the so many-th time. */
    Duration spent(int attempt) {
        return Duration
                .ofMillis(IntStream.range(0, attempt - 1).mapToLong(before -> grown(retryAfter.toMillis(), before)).sum());
    }

    /**
     * The time of the next try; null when there is to be none.
     *
     * @param attempt counted from 1
     * @param since from when the time to give up is counted
     */
    Instant next(int attempt, boolean brokenLink, Instant since, Instant now) {
        long first = brokenLink ? Math.min(LONGEST_AFTER_BROKEN_LINK, retryAfter.toMillis()) : retryAfter.toMillis();
        long millis = grown(first, attempt - 1);
        // Up to a quarter more, so that a refused crowd does not come back as a crowd; never less: who puts mail off for so long
        // puts it off again when it comes sooner.
        long jitter = ThreadLocalRandom.current().nextLong(millis / 4 + 1);
        var next = now.plusMillis(millis + jitter);
        return next.isAfter(since.plus(giveUpAfter)) ? null : next;
    }
}
