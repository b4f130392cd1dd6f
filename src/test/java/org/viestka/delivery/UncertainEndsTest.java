package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mailing.Mailing;

import io.smallrye.config.SmallRyeConfigBuilder;

/** When messages of unknown fate are no accident any more. */
class UncertainEndsTest {

    private static final DeliveryConfig CONFIG = new SmallRyeConfigBuilder().addDiscoveredConverters()
            .withMapping(DeliveryConfig.class).build()
            .getConfigMapping(DeliveryConfig.class);

    private final UncertainEnds ends = new UncertainEnds(CONFIG);
    private final Mailing mailing = new Mailing();
    private long time = Long.MAX_VALUE - 10;

    @BeforeEach
    void begin() {
        mailing.id = UUID.randomUUID();
        mailing.total = 1_000;
    }

    @Test
    void five_readers_in_a_row_are_too_many() {
        assertThat(afterAnother(4)).isFalse();
        assertThat(afterAnother(1)).isTrue();
    }

    @Test
    void one_that_is_taken_in_between_begins_the_row_anew() {
        afterAnother(4);
        ends.taken(mailing.id);
        assertThat(afterAnother(4)).isFalse();
    }

    @Test
    void one_that_is_taken_of_another_mailing_does_not() {
        afterAnother(4);
        ends.taken(UUID.randomUUID());
        assertThat(afterAnother(1)).isTrue();
    }

    @Test
    void the_same_reader_counts_once() {
        var reader = UUID.randomUUID();
        for (int i = 0; i < 20; i++) {
            assertThat(uncertain(reader, time, time += 2)).isFalse();
        }
    }

    @Test
    void what_one_accident_costs_counts_once_however_many_were_under_way() {
        long begun = time;
        for (int i = 0; i < 20; i++) {
            assertThat(uncertain(UUID.randomUUID(), begun, ++time)).isFalse();
        }
        assertThat(afterAnother(3)).isFalse();
        assertThat(afterAnother(1)).isTrue();
    }

    @Test
    void of_a_small_mailing_all_readers_are_enough_but_never_a_single_one() {
        mailing.total = 3;
        assertThat(afterAnother(2)).isFalse();
        assertThat(afterAnother(1)).isTrue();
        mailing.id = UUID.randomUUID();
        mailing.total = 1;
        assertThat(afterAnother(1)).isFalse();
    }

    @Test
    void after_a_change_of_the_mailing_the_row_begins_anew_and_what_is_over_is_forgotten() {
        afterAnother(4);
        mailing.version++;
        assertThat(afterAnother(4)).isFalse();
        ends.retain(Set.of());
        assertThat(afterAnother(4)).isFalse();
    }

    /** Each is begun when the one before has ended. */
    private boolean afterAnother(int times) {
        boolean tooMany = false;
        for (int i = 0; i < times; i++) {
            long begun = ++time;
            tooMany |= uncertain(UUID.randomUUID(), begun, ++time);
        }
        return tooMany;
    }

    private boolean uncertain(UUID reader, long begun, long now) {
        return ends.isTooMany(new ClaimedDelivery("2016-W49", reader, mailing.id, "en", 1, UUID.randomUUID(), null, null),
                mailing, begun,
                now);
    }
}
