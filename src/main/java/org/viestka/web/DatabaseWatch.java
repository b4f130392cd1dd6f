package org.viestka.web;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;

/**
 * Looks each second whether the database answers and takes writes: one that has become a standby answers and takes none. While it
 * does not, no job begins, and connections are let go, so that the next ones lead to whoever is the primary then.
 */
@ApplicationScoped
public class DatabaseWatch {

    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final long LOOK_SECONDS = 1;
    private static final int PATIENCE_SECONDS = 5;

    private final AgroalDataSource database;
    private final Scheduler scheduler;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(look -> {
        var thread = new Thread(look, "database-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isTroubled;
    private boolean isHolding;

    DatabaseWatch(AgroalDataSource database, Scheduler scheduler) {
        this.database = database;
        this.scheduler = scheduler;
    }

    void start(@Observes StartupEvent event) {
        look();
        watch.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Before the jobs are stopped for good, which this must not undo. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) ShutdownEvent event) {
        watch.shutdownNow();
    }

    /** Lets go of connections that are probably as bad as the one that has just failed: those in use when they come back. */
    public void reconnect() {
        database.flush(FlushMode.GRACEFUL);
    }

    /** By the last look, so that it costs nothing to whoever asks, however many they are. */
    public boolean takesWrites() {
        return !isTroubled;
    }

    /** Asks the database, and has the jobs wait or go on by what it says. */
    void look() {
        String trouble;
        try {
            trouble = trouble();
        } catch (SQLException e) {
            if (Unavailable.isBusy(e)) {
                return;
            }
            trouble = "does not answer (" + e.getMessage() + ")";
        }
        if (trouble != null) {
            reconnect();
        }
        if (isTroubled != (trouble != null)) {
            isTroubled = trouble != null;
            if (isTroubled) {
                LOG.warnf("The database %s: jobs wait, and what would write is refused.", trouble);
            } else {
                LOG.info("The database takes writes again: jobs go on.");
            }
        }
        hold(isTroubled);
    }

    /** Null for none. */
    private String trouble() throws SQLException {
        try (var connection = database.getConnection()) {
            if (!connection.isValid(PATIENCE_SECONDS)) {
                return "does not answer";
            }
            try (var select = connection.createStatement();
                    var rows = select.executeQuery("SELECT current_setting('transaction_read_only')")) {
                rows.next();
                return rows.getString(1).equals("on") ? "is a standby or read-only" : null;
            }
        }
    }

    private void hold(boolean jobs) {
        if (jobs && !isHolding) {
            // At the start they are yet to begin.
            isHolding = scheduler.isStarted();
            if (scheduler.isRunning()) {
                scheduler.pause();
            }
        } else if (!jobs && isHolding) {
            scheduler.resume();
            isHolding = false;
        }
    }
}
