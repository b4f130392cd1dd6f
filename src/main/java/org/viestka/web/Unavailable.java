package org.viestka.web;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** Tells a database that does not answer from a fault of ours. */
final class Unavailable {

    private Unavailable() {}

    static boolean is(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // Class 08: connection; 57P: the server is shutting down or starting; 53300: no connection left.
            if (cause instanceof SQLException sql && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P")
                            || sql.getSQLState().equals("53300"))) {
                return true;
            }
            if (cause instanceof SQLTransientException
                    || cause instanceof SQLException sql && String.valueOf(sql.getMessage()).contains("acquisition timeout")) {
                return true;
            }
        }
        return false;
    }
}
