package org.viestka.web;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.regex.Pattern;

/** Tells a database that does not answer, or takes no writes, from a fault of ours. */
final class Unavailable {

    /**
     * Class 08: connection; class 53: no room, or no connection left; 57P: the server is shutting down or starting; 25006: it is
     * a standby by now; 40001: what a standby replays was in the way.
     */
    private static final Pattern STATES = Pattern.compile("08...|53...|57P..|25006|40001");

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
                // Agroal gives no state.
                || String.valueOf(failure.getMessage()).contains("acquisition timeout");
    }
}
