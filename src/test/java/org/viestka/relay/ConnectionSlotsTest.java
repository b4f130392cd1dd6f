package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.viestka.relay.ConnectionSlots.Slot;
import org.viestka.support.ShiftedTime;

class ConnectionSlotsTest {

    private final ShiftedTime time = new ShiftedTime();
    private final ConnectionSlots places = new ConnectionSlots(10, time);
    private final List<Slot> all = Stream.generate(Slot::new).limit(10).toList();

    @Test
    void the_connections_that_the_relay_takes_are_kept_and_no_more_are_tried_at_once() throws Exception {
        limitOf(3);
        assertThat(holders()).isEqualTo(3);
        assertThat(places.allowed()).isEqualTo(3);
    }

    @Test
    void one_more_is_tried_ever_more_rarely_while_it_is_refused() throws Exception {
        limitOf(3);
        int refused = 0;
        for (int second = 0; second < 3_600; second++) {
            time.pass(Duration.ofSeconds(1));
            for (var place : all) {
                if (places.take(place, 1) && !place.isConnected()) {
                    assertThat(places.refused(place, "421")).isTrue();
                    refused++;
                }
            }
            assertThat(connected()).isEqualTo(3);
        }
        assertThat(refused).isBetween(8, 20);
    }

    @Test
    void a_relay_that_takes_more_again_gets_more_one_by_one() throws Exception {
        limitOf(3);
        for (int second = 0; second < 30; second++) {
            time.pass(Duration.ofSeconds(1));
            for (var place : all) {
                if (places.take(place, 1)) {
                    places.answered(place, true);
                }
            }
        }
        assertThat(connected()).isEqualTo(10);
    }

    @Test
    void a_connection_that_is_made_anew_and_refused_once_costs_no_place() throws Exception {
        limitOf(3);
        var place = all.get(0);
        places.answered(place, false);
        assertThat(places.refused(place, "421")).isTrue();
        assertThat(places.allowed()).isEqualTo(3);
        assertThat(places.take(place, 1)).as("at once").isFalse();
        assertThat(places.take(all.get(9), 1)).as("another one").isFalse();
        time.pass(Duration.ofSeconds(2));
        assertThat(places.take(place, 1)).isTrue();
        places.answered(place, true);
        assertThat(connected()).isEqualTo(3);
    }

    @Test
    void one_that_is_refused_again_loses_its_place() throws Exception {
        limitOf(3);
        var place = all.get(0);
        places.answered(place, false);
        places.refused(place, "421");
        time.pass(Duration.ofSeconds(2));
        places.take(place, 1);
        assertThat(places.refused(place, "421")).isTrue();
        assertThat(places.allowed()).isEqualTo(2);
    }

    @Test
    void where_no_connection_works_it_is_not_this_one() throws Exception {
        assertThat(places.take(all.get(0), 1)).isTrue();
        assertThat(places.refused(all.get(0), "421")).isFalse();
        assertThat(places.allowed()).isEqualTo(10);
    }

    /** The first connection works before the others are tried, as {@link RelayHealth} has it. */
    private void limitOf(int limit) throws InterruptedException {
        for (var place : all) {
            assertThat(places.take(place, 1)).isTrue();
        }
        places.answered(all.get(0), true);
        IntStream.range(limit, 10).forEach(i -> assertThat(places.refused(all.get(i), "421 too many")).isTrue());
        IntStream.range(1, limit).forEach(i -> places.answered(all.get(i), true));
    }

    private long connected() {
        return all.stream().filter(Slot::isConnected).count();
    }

    private int holders() throws InterruptedException {
        int held = 0;
        for (var place : all) {
            held += places.take(place, 1) ? 1 : 0;
        }
        return held;
    }
}
