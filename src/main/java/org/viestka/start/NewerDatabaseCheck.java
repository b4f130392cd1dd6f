package org.viestka.start;

import java.sql.SQLException;
import java.sql.Statement;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

import io.quarkus.runtime.configuration.ConfigurationException;

/** A former version does not work on tables that a newer one has changed. Flyway, too, would refuse, and recommend to repair them. */
public class NewerDatabaseCheck implements Callback {

    /** The version of the last script in {@code db/migration}. */
    static final int NEWEST = 8;

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_VALIDATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** @throws ConfigurationException with a message for the operator */
    @Override
    public void handle(Event event, Context context) {
        var history = context.getConfiguration().getTable();
        try (var select = context.getConnection().createStatement()) {
            int newest = isThere(select, history) ? newest(select, history) : 0;
            if (newest > NEWEST) {
                throw new ConfigurationException(
                        ("The database was last used by a newer Viestka: its tables are of version %d, and"
                                + " this one knows them up to %d. Start the newer one again, or restore a backup from before it. Nothing was"
                                + " changed.").formatted(newest, NEWEST));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The version of the database could not be read", e);
        }
    }

    private static boolean isThere(Statement select, String history) throws SQLException {
        try (var exists = select.executeQuery("SELECT to_regclass('" + history + "') IS NOT NULL")) {
            exists.next();
            return exists.getBoolean(1);
        }
    }

    private static int newest(Statement select, String history) throws SQLException {
        try (var newest = select
                .executeQuery("SELECT max(version::int) FROM " + history + " WHERE success AND version ~ '^[0-9]+$'")) {
            newest.next();
            return newest.getInt(1);
        }
    }

    @Override
    public String getCallbackName() {
        return "look for a newer version";
    }
}
