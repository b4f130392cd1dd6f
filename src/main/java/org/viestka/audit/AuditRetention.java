package org.viestka.audit;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.admin.AdminConfig;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** Forgets who did what long ago, by the one way that the database leaves open. */
@ApplicationScoped
class AuditRetention {

    private static final Logger LOG = Logger.getLogger(AuditRetention.class);

    private final AgroalDataSource database;
    private final AdminConfig config;
    private final Clock clock;

    AuditRetention(AgroalDataSource database, AdminConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "6h", identity = "forget-audit", concurrentExecution = ConcurrentExecution.SKIP)
    void forget() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT forget_audit(?)")) {
            select.setTimestamp(1, Timestamp.from(clock.instant().minus(config.auditRetention())));
            try (var rows = select.executeQuery()) {
                rows.next();
                if (rows.getLong(1) > 0) {
                    LOG.infof("Forgot %d entries of the audit trail.", rows.getLong(1));
                }
            }
        }
    }
}
