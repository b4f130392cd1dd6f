package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BellTest {

    private static final long LONG = TimeUnit.HOURS.toMillis(1);

    private final Bell bell = new Bell();

    @Test
    void whoever_asks_for_a_look_lets_nobody_rest() throws Exception {
        bell.askForLook();
        bell.rest(LONG);
        assertThat(bell.isLookWanted()).isTrue();
        bell.beginLook();
        assertThat(bell.isLookWanted()).isFalse();
    }

    @Test
    void nobody_rests_once_it_is_closed() throws Exception {
        bell.close();
        bell.rest(LONG);
        assertThat(bell.isLookWanted()).isFalse();
    }

    @Test
    void a_look_that_had_begun_before_does_not_tell_that_nothing_is_to_do() throws Exception {
        bell.beginLook();
        var isLater = new AtomicBoolean();
        var waits = CompletableFuture.supplyAsync(() -> {
            try {
                return bell.awaitQuiet(TimeUnit.HOURS.toNanos(1)) && isLater.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!bell.isLookWanted()) {
            Thread.onSpinWait();
        }
        bell.endLook(true);
        bell.beginLook();
        bell.endLook(false);
        isLater.set(true);
        bell.beginLook();
        bell.endLook(true);
        assertThat(waits.get()).isTrue();
    }

    @Test
    void where_there_is_something_to_do_the_wait_ends_all_the_same() throws Exception {
        bell.beginLook();
        bell.endLook(false);
        assertThat(bell.awaitQuiet(1)).isFalse();
    }
}
