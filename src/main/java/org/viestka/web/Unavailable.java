package org.viestka.web;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells a database that does not answer, or takes no writes, from a fault of ours. */
final class Unavailable {

    /**
     * Class 08: connection; class 53: no room, or no connection left; 57P: the server is shutting down or starting; 25006: it is
     * a standby by now; 40001: what a standby replays was in the way.
     */
    private static final Pattern STATES = Pattern.compile("08...|53...|57P..|25006|40001");

    /** Agroal gives no state. */
    private static final String TIMEOUT = "acquisition timeout";

    private Unavailable() {}

    static boolean is(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException || cause instanceof SQLException sql && is(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(SQLException failure) {
        return failure.getSQLState() != null && STATES.matcher(failure.getSQLState()).matches()
                || String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains(TIMEOUT);
    }

    /**
     * Whether all connections are in use, which says nothing of the database: if they are dead, they end by their own timeouts. Where
     * it waited in vain for a new one, Agroal says something else.
     */
    static boolean isBusy(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && String.valueOf(cause.getMessage()).startsWith("Sorry, " + TIMEOUT)) {
                return true;
            }
        }
        return false;
    }
}
