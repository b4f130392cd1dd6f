package org.viestka.statistics;

/** How many subscribers stand where now. */
final class CurrentCounts {

    /** Columns {@code edition}, {@code status}, {@code n}; what is nought may be missing. */
    static final String SQL = "SELECT edition, status, sum(n) AS n FROM subscriber_count GROUP BY edition, status";

    private CurrentCounts() {}
}
