package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LookSignalTest {

    private static final long LONG = TimeUnit.HOURS.toMillis(1);

    private final LookSignal lookSignal = new LookSignal();

    @Test
    void whoever_asks_for_a_look_lets_nobody_rest() throws Exception {
        lookSignal.askForLook();
        lookSignal.rest(LONG);
        assertThat(lookSignal.isLookWanted()).isTrue();
        lookSignal.beginLook();
        assertThat(lookSignal.isLookWanted()).isFalse();
    }

    @Test
    void nobody_rests_once_it_is_closed() throws Exception {
        lookSignal.close();
        lookSignal.rest(LONG);
        assertThat(lookSignal.isLookWanted()).isFalse();
    }

    @Test
    void a_look_that_had_begun_before_does_not_tell_that_nothing_is_to_do() throws Exception {
        lookSignal.beginLook();
        var isLater = new AtomicBoolean();
        var waits = CompletableFuture.supplyAsync(() -> {
            try {
                return lookSignal.awaitQuiet(TimeUnit.HOURS.toNanos(1)) && isLater.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!lookSignal.isLookWanted()) {
            Thread.onSpinWait();
        }
        lookSignal.endLook(true);
        lookSignal.beginLook();
        lookSignal.endLook(false);
        isLater.set(true);
        lookSignal.beginLook();
        lookSignal.endLook(true);
        assertThat(waits.get()).isTrue();
    }

    @Test
    void where_there_is_something_to_do_the_wait_ends_all_the_same() throws Exception {
        lookSignal.beginLook();
        lookSignal.endLook(false);
        assertThat(lookSignal.awaitQuiet(1)).isFalse();
    }
}
