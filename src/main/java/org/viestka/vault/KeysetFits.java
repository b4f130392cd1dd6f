package org.viestka.vault;

import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the keys that this node holds are those of its database: one that opens no address must get no request. */
@Readiness
@ApplicationScoped
class KeysetFits implements HealthCheck {

    private final Vault vault;
    private final KeyTable table;

    KeysetFits(Vault vault, KeyTable table) {
        this.vault = vault;
        this.table = table;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("keyset fits");
        try {
            KeyCheck.verify(vault, table.read());
            return answer.up().build();
        } catch (UnusableKeysetException e) {
            return answer.down().build();
        } catch (SQLException e) {
            // Another check tells of the database; this one has nothing to say without it.
            return answer.up().build();
        }
    }
}
