package org.viestka.statistics;

/** How many subscribers stand where now. */
final class CurrentCounts {

    /** Columns {@code edition}, {@code status}, {@code n}; what is nought may be missing. */
    static final String SQL = "SELECT edition, status, count(*) AS n FROM subscriber GROUP BY edition, status";

    private CurrentCounts() {}
}
