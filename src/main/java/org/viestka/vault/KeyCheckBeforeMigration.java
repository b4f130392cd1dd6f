package org.viestka.vault;

import java.sql.SQLException;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

import io.quarkus.arc.Arc;

/** A new version with the wrong key file must not even change the tables: the version before could then not go on. */
public class KeyCheckBeforeMigration implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** @throws UnusableKeysetException when the keys do not fit the data */
    @Override
    public void handle(Event event, Context context) {
        var vault = Arc.container().instance(Vault.class).get();
        try (var select = context.getConnection().createStatement();
                var exists = select.executeQuery("SELECT to_regclass('vault_key') IS NOT NULL")) {
            exists.next();
            if (exists.getBoolean(1)) {
                KeyCheck.verify(vault, KeyTable.read(context.getConnection()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The keys could not be compared with the data", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "compare the keys with the data";
    }
}
