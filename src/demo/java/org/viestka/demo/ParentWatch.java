package org.viestka.demo;

import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Sees when the process that started this one is gone. {@link ProcessHandle#onExit} alone does not: a parent that was killed, and
 * that nobody has waited for, is a zombie, as it is in a container without init, and counts as alive. Its children are given to
 * another parent all the same.
 */
final class ParentWatch {

    private ParentWatch() {}

    /** Runs {@code end} once, within a second of the parent's end. */
    static void whenGone(Runnable end) {
        var first = parent();
        var clock = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "parent-watch");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleAtFixedRate(() -> {
            if (!parent().equals(first)) {
                clock.shutdown();
                end.run();
            }
        }, 0, 1, TimeUnit.SECONDS);
    }

    /** Empty where there is none, or none that lives. */
    private static OptionalLong parent() {
        return ProcessHandle.current().parent().stream().mapToLong(ProcessHandle::pid).findFirst();
    }
}
