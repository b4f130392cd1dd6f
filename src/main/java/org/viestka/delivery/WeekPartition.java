package org.viestka.delivery;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

import org.viestka.publication.Week;

/**
 * The part of the ledger that holds one issue. It is made apart, filled, indexed and only then attached: a million rows cost
 * half the time that way, and nobody who reads or writes other issues waits.
 */
class WeekPartition {

    private final String week;
    private final Statement sql;

    WeekPartition(Week week, Statement sql) {
        this.week = week.toString();
        this.sql = sql;
    }

    String name() {
        return name(week);
    }

    /** {@code week} as it is written in the database, such as {@code 2016-W49}. */
    static String name(String week) {
        return "delivery_" + week.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Until the end of the transaction. */
    void lock() throws SQLException {
        sql.execute("SELECT pg_advisory_xact_lock(hashtext('" + name() + "'))");
    }

    boolean exists() throws SQLException {
        try (var found = sql.executeQuery("SELECT to_regclass('" + name() + "') IS NOT NULL")) {
            found.next();
            return found.getBoolean(1);
        }
    }

    void create() throws SQLException {
        sql.execute("CREATE TABLE " + name() + " (LIKE delivery INCLUDING DEFAULTS INCLUDING CONSTRAINTS,"
                + " CONSTRAINT of_the_week CHECK (week = '" + week + "'))");
    }

    /** The indexes are those of the table as a whole, which takes them over. */
    void attach() throws SQLException {
        sql.execute("ALTER TABLE " + name() + " ADD PRIMARY KEY (subscriber_id, week)");
        sql.execute("CREATE INDEX ON " + name() + " (mailing_id, next_at) WHERE state IN ('pending', 'deferred')");
        sql.execute("CREATE INDEX ON " + name() + " (claim) WHERE state = 'claimed'");
        // The check makes a look at every row needless.
        sql.execute("ALTER TABLE delivery ATTACH PARTITION " + name() + " FOR VALUES IN ('" + week + "')");
        sql.execute("ALTER TABLE " + name() + " DROP CONSTRAINT of_the_week");
    }
}
