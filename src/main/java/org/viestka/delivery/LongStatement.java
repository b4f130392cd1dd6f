package org.viestka.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Lets a database take its time for what has to take long. Elsewhere one that says nothing for as long as the driver's
 * {@code socketTimeout} is taken for gone.
 */
final class LongStatement {

    /** For what touches every row of a mailing, of which there may be millions, or waits for all who read them. */
    private static final Duration LIMIT = Duration.ofHours(1);

    private LongStatement() {}

    /** What has to take long. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Does the work over this connection. */
    static <T> T with(Connection connection, Work<T> work) throws SQLException {
        int usual = connection.getNetworkTimeout();
        set(connection, (int) LIMIT.toMillis());
        try {
            return work.run();
        } finally {
            if (!connection.isClosed()) {
                set(connection, usual);
            }
        }
    }

    private static void set(Connection connection, int millis) throws SQLException {
        // The driver sets the socket's own timeout and needs nobody to watch it.
        connection.setNetworkTimeout(Runnable::run, millis);
    }
}
