package org.viestka.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

/** Who failed to sign in lately, on this node: after ten failures in a quarter of an hour a name waits until they lapse. */
@ApplicationScoped
class FailedSignIns {

    static final int MOST = 10;
    static final Duration WITHIN = Duration.ofMinutes(15);

    // Names that nobody has are counted alike, so the map needs a limit. To push a name out takes as many bcrypts.
    private static final int NAMES = 10_000;

    // In order of use.
    private final Map<String, Deque<Instant>> byName = new LinkedHashMap<>(16, 0.75f, true);

    /** How long until the name may try again; zero when it may now. */
    synchronized Duration delay(String name, Instant now) {
        var failures = byName.get(name);
        if (failures == null) {
            return Duration.ZERO;
        }
        lapse(failures, now);
        return failures.size() < MOST ? Duration.ZERO : Duration.between(now, failures.peekFirst().plus(WITHIN));
    }

    /** Notes a failure. */
    synchronized void add(String name, Instant now) {
        var failures = byName.computeIfAbsent(name, key -> new ArrayDeque<>(MOST));
        lapse(failures, now);
        failures.addLast(now);
        if (byName.size() > NAMES) {
            byName.remove(byName.keySet().iterator().next());
        }
    }

    /** Forgets the failures of a name that has signed in. */
    synchronized void forget(String name) {
        byName.remove(name);
    }

    private static void lapse(Deque<Instant> failures, Instant now) {
        while (!failures.isEmpty() && !now.isBefore(failures.peekFirst().plus(WITHIN))) {
            failures.removeFirst();
        }
    }
}
