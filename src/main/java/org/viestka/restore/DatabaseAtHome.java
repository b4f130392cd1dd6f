package org.viestka.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

import io.smallrye.health.api.Wellness;

/** Whether anything is sent. Not readiness: pages and sign-ups go on in a restored database. */
@Wellness
@ApplicationScoped
class DatabaseAtHome implements HealthCheck {

    private final DatabaseHome home;

    DatabaseAtHome(DatabaseHome home) {
        this.home = home;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("database at home");
        try {
            return answer.status(home.isHere()).build();
        } catch (PersistenceException e) {
            // Another check tells of the database; this one has nothing to say without it.
            return answer.up().build();
        }
    }
}
