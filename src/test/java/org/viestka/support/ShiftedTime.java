package org.viestka.support;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that only the test moves, as {@code System.nanoTime()} tells it. */
public final class ShiftedTime implements LongSupplier {

    private volatile long nanos = Long.MAX_VALUE - 1_000_000;

    @Override
    public long getAsLong() {
        return nanos;
    }

    public void pass(Duration time) {
        nanos += time.toNanos();
    }
}
