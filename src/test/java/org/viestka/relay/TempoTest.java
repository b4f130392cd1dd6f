package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.Test;
import org.viestka.support.ShiftedTime;

/** A relay that counts, and a node that may be as fast as a hundred messages a second. */
class TempoTest {

    private static final Duration STEP = Duration.ofMillis(10);
    private final ShiftedTime time = new ShiftedTime();
    private final Tempo tempo = new Tempo(time);
    private int sent;
    private int refused;
    private double seconds;

    @Test
    void nothing_is_slowed_that_the_relay_takes() {
        run(1_000, message -> true);
        assertThat(seconds).isBetween(9.9, 10.1);
        assertThat(tempo.reply()).isNull();
    }

    @Test
    void a_single_refusal_and_one_in_twenty_slow_nobody() {
        run(2_000, message -> message % 20 != 7);
        assertThat(seconds).isLessThan(22);
        assertThat(tempo.reply()).isNull();
    }

    @Test
    void a_relay_that_takes_twenty_in_half_a_minute_refuses_few() {
        var relay = new Counting(20, 30);
        run(200, message -> relay.takes());
        // Ten windows, five minutes, are the least there can be; at full pace some 29,000 would be refused in that time.
        assertThat(seconds).isBetween(270.0, 480.0);
        assertThat(refused).isLessThan(100);
        assertThat(tempo.reply()).isEqualTo("450 4.7.1 too much mail");
    }

    @Test
    void a_relay_that_takes_a_thousand_a_minute_gets_nearly_as_many() {
        var relay = new Counting(1_000, 60);
        run(10_000, message -> relay.takes());
        assertThat(seconds).isBetween(540.0, 760.0);
        assertThat(refused).isLessThan(1_000);
    }

    @Test
    void a_relay_that_was_busy_for_five_seconds_is_soon_served_at_full_pace() {
        run(5_000, message -> seconds < 3 || seconds > 8);
        assertThat(seconds).isLessThan(100);
        assertThat(refused).isLessThan(100);
        assertThat(tempo.reply()).isNull();
    }

    @Test
    void while_all_is_refused_for_an_hour_it_is_tried_twice_a_minute() {
        run(20, message -> seconds > 3_600);
        assertThat(refused).isLessThan(200);
        assertThat(seconds).isLessThan(3_720);
    }

    @Test
    void no_more_is_due_soon_than_goes_within_five_seconds() {
        assertThat(tempo.soon()).isEqualTo(Integer.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            tempo.refused("450 4.7.1 too much mail");
        }
        assertThat(tempo.soon()).as("at five a second").isBetween(24, 26);
        for (int second = 0; second < 600 || tempo.take() > 0; second++) {
            if (tempo.take() <= 0) {
                tempo.refused("450 4.7.1 too much mail");
            }
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(tempo.soon()).as("at two a minute, when one has just gone").isZero();
        time.pass(Duration.ofSeconds(26));
        assertThat(tempo.soon()).isOne();
    }

    private void run(int messages, IntPredicate takes) {
        for (int tried = 0; sent < messages; time.pass(STEP), seconds += STEP.toMillis() / 1000.0) {
            if (tempo.take() > 0) {
                continue;
            }
            if (takes.test(tried++)) {
                sent++;
                tempo.accepted();
            } else {
                refused++;
                tempo.refused("450 4.7.1 too much mail");
            }
        }
    }

    /** So many messages in so many seconds, by windows that begin with the first message, as Postfix's anvil counts. */
    private class Counting {

        private final int most;
        private final double window;
        private double begun;
        private int count;

        Counting(int most, double window) {
            this.most = most;
            this.window = window;
        }

        boolean takes() {
            if (seconds - begun >= window) {
                begun = seconds;
                count = 0;
            }
            // It counts what it refuses as well.
            return ++count <= most;
        }
    }
}
