package org.viestka.vault;

import java.sql.SQLException;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;

/** Refuses to start when the keys do not fit the data, before anything is written with the wrong ones. */
@ApplicationScoped
class KeysetCheck {

    private static final String PROBE = "keyset-check@viestka.invalid";

    @Transactional
    void atStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Vault vault,
            AgroalDataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO keyset_check (id, sealed) VALUES (1, ?) ON CONFLICT DO NOTHING");
                var select = connection.prepareStatement("SELECT sealed FROM keyset_check WHERE id = 1")) {
            insert.setBytes(1, vault.seal(PROBE));
            insert.executeUpdate();
            try (var rows = select.executeQuery()) {
                rows.next();
                vault.open(rows.getBytes(1));
            }
        }
    }
}
