package org.viestka.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.Unremovable;

/** The clock of the test run: it stands still until a test moves it. */
public class MovableClock extends Clock {

    /** Wednesday of 2016-W50, the week after the reference week of the tests. */
    public static final Instant WEDNESDAY = Instant.parse("2016-12-14T09:00:00Z");

    private volatile Instant now = WEDNESDAY;

    /** The one instance, as the service's clock and as itself. */
    static class Producer {

        @Produces
        @Singleton
        @Unremovable
        MovableClock clock() {
            return new MovableClock();
        }
    }

    public void set(Instant instant) {
        now = instant;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}
