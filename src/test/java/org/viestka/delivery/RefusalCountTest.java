package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.config.SmallRyeConfigBuilder;

/** When refusals of many are no longer those readers' own. */
class RefusalCountTest {

    private static final DeliveryConfig CONFIG = new SmallRyeConfigBuilder().addDiscoveredConverters()
            .withMapping(DeliveryConfig.class).build()
            .getConfigMapping(DeliveryConfig.class);
    private static final boolean MAILBOX = true;
    private static final boolean OTHER = false;

    private final RefusalCount count = new RefusalCount(1, false, CONFIG);

    @Test
    void five_in_a_row_are_too_many() {
        assertThat(refused(4, "not you", OTHER)).isFalse();
        assertThat(refused(1, "not you", OTHER)).isTrue();
    }

    @Test
    void one_that_is_taken_in_between_begins_the_row_anew() {
        for (int i = 0; i < 3; i++) {
            assertThat(refused(4, "not you", OTHER)).isFalse();
            taken(40);
        }
    }

    @Test
    void where_others_were_taken_ten_mailboxes_in_a_row_may_not_exist() {
        taken(50);
        assertThat(refused(9, "user unknown", MAILBOX)).isFalse();
        assertThat(refused(1, "user unknown", MAILBOX)).isTrue();
    }

    @Test
    void a_quarter_of_the_last_hundred_is_too_many() {
        boolean tooMany = false;
        for (int i = 0; i < 25; i++) {
            taken(3);
            tooMany |= refused(1, "user unknown", MAILBOX);
        }
        assertThat(tooMany).isTrue();
    }

    @Test
    void an_eighth_is_not_and_what_is_long_past_does_not_count() {
        for (int i = 0; i < 100; i++) {
            taken(7);
            assertThat(refused(1, "user unknown", MAILBOX)).isFalse();
        }
    }

    @Test
    void after_a_person_has_looked_a_share_is_no_reason_but_a_long_row_still_is() {
        var looked = new RefusalCount(2, true, CONFIG);
        for (int i = 0; i < 200; i++) {
            looked.taken();
            assertThat(looked.isTooMany("user unknown", MAILBOX)).isFalse();
        }
        assertThat(IntStream.range(0, 20).anyMatch(i -> looked.isTooMany("user unknown", MAILBOX))).isTrue();
    }

    @Test
    void a_relay_that_finds_other_words_for_each_is_found_out_too() {
        assertThat(IntStream.range(0, 19).anyMatch(i -> count.isTooMany("no " + i, OTHER))).isFalse();
        assertThat(count.isTooMany("never", OTHER)).isTrue();
    }

    @Test
    void half_of_the_last_hundred_are_too_many_whatever_the_words_and_then_all_are_meant() {
        boolean tooMany = false;
        for (int i = 0; i < 10; i++) {
            taken(1);
            assertThat(tooMany).isFalse();
            tooMany = refused(1, "incident " + i, OTHER);
        }
        assertThat(tooMany).as("10 of 20").isTrue();
        assertThat(count.isMixed()).isTrue();
    }

    @Test
    void a_third_with_other_words_each_are_not() {
        for (int i = 0; i < 100; i++) {
            taken(2);
            assertThat(refused(1, "incident " + i, OTHER)).isFalse();
            assertThat(count.isMixed()).isFalse();
        }
    }

    @Test
    void mailboxes_that_do_not_exist_are_told_with_whatever_words() {
        for (int i = 0; i < 100; i++) {
            taken(1);
            assertThat(refused(2, "nobody by the name " + i, MAILBOX)).isFalse();
            assertThat(count.isMixed()).isFalse();
        }
    }

    @Test
    void where_one_setting_makes_half_more_than_all_all_are_too_many() {
        assertThat(RefusalCount.ofOtherWords(25)).isEqualTo(50);
        assertThat(RefusalCount.ofOtherWords(60)).isEqualTo(100);
    }

    @Test
    void after_a_person_has_looked_other_words_for_each_are_no_reason_either() {
        var looked = new RefusalCount(2, true, CONFIG);
        for (int i = 0; i < 100; i++) {
            looked.taken();
            assertThat(looked.isTooMany("incident " + i, OTHER)).isFalse();
            assertThat(looked.isMixed()).isFalse();
        }
    }

    @Test
    void other_words_since_the_last_that_was_taken_make_a_row_mixed() {
        refused(2, "not you", OTHER);
        assertThat(count.isMixed()).isFalse();
        refused(1, "nor you", OTHER);
        assertThat(count.isMixed()).isTrue();
        taken(1);
        refused(1, "not you", OTHER);
        assertThat(count.isMixed()).isFalse();
    }

    @Test
    void whoever_has_looked_may_see_twenty_mailboxes_in_a_row_though_none_was_taken() {
        var looked = new RefusalCount(2, true, CONFIG);
        assertThat(IntStream.range(0, 19).anyMatch(i -> looked.isTooMany("user unknown", MAILBOX))).isFalse();
        assertThat(looked.isTooMany("user unknown", MAILBOX)).isTrue();
    }

    @Test
    void only_the_first_stops_a_mailing() {
        assertThat(count.stop()).isTrue();
        assertThat(count.stop()).isFalse();
        count.goOn();
        assertThat(count.isStopped()).isFalse();
    }

    private boolean refused(int times, String words, boolean aboutMailbox) {
        return IntStream.range(0, times).anyMatch(i -> count.isTooMany(words, aboutMailbox));
    }

    private void taken(int times) {
        IntStream.range(0, times).forEach(i -> count.taken());
    }
}
