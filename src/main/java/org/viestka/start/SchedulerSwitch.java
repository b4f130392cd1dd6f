package org.viestka.start;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.viestka.web.DatabaseWatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;

/**
 * Nothing that is done by the clock begins before the service has started, which may yet fail, nor once it has been told to stop:
 * Quarkus itself stops the clock after it has closed the database.
 */
@ApplicationScoped
class SchedulerSwitch {

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event, Scheduler scheduler,
            DatabaseWatch database) {
        if (scheduler.isStarted() && database.takesWrites()) {
            scheduler.resume();
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) ShutdownEvent event, Scheduler scheduler) {
        if (scheduler.isRunning()) {
            scheduler.pause();
        }
    }
}
