package org.viestka.web;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the database takes writes: a node that is left with a standby must get no request. */
@Readiness
@ApplicationScoped
class DatabaseWritable implements HealthCheck {

    private final DatabaseWatch database;

    DatabaseWritable(DatabaseWatch database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database takes writes").status(database.takesWrites()).build();
    }
}
