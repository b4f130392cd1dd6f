package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.SQLException;

/** Changes of many subscribers at once: imports, reinstatements, new keys. */
public final class BulkChanges {

    private BulkChanges() {}

    /**
     * Waits until no other such change is under way on any node, and keeps others waiting until the transaction ends. Two that
     * hold some rows and want each other's would wait for ever.
     */
    public static void lock(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('subscriber import'))")) {
            lock.executeQuery().close();
        }
    }
}
