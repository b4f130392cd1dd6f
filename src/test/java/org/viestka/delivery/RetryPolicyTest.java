package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Instant START = Instant.parse("2016-12-12T06:00:00Z");
    private final RetryPolicy policy = new RetryPolicy(Duration.ofMinutes(5), Duration.ofHours(72));

    @Test
    void each_wait_is_three_times_as_long_as_the_one_before_up_to_four_hours() {
        var expected = new double[]{5, 15, 45, 135, 240, 240};
        for (int attempt = 1; attempt <= expected.length; attempt++) {
            assertThat(minutes(policy, attempt, false)).as("attempt %d", attempt)
                    .isBetween(expected[attempt - 1], expected[attempt - 1] * 1.26);
        }
    }

    @Test
    void the_first_retry_never_comes_before_its_time() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(policy.next(1, false, START, START)).isBetween(START.plus(Duration.ofMinutes(5)),
                    START.plusSeconds(375));
        }
    }

    @Test
    void a_broken_link_is_tried_again_soon_and_never_later_than_a_deferral() {
        assertThat(minutes(policy, 1, true)).isBetween(0.16, 0.21);
        var hasty = new RetryPolicy(Duration.ofSeconds(1), Duration.ofHours(72));
        assertThat(minutes(hasty, 1, true)).isLessThan(0.03);
    }

    @Test
    void nothing_is_tried_after_the_time_to_give_up() {
        assertThat(policy.next(1, false, START, START.plus(Duration.ofHours(72)))).isNull();
        assertThat(policy.next(1, false, START, START.plus(Duration.ofHours(71)))).isNotNull();
    }

    @Test
    void what_has_been_tried_is_known_by_the_waits_before() {
        assertThat(policy.spent(1)).isZero();
        assertThat(policy.spent(3)).isEqualTo(Duration.ofMinutes(20));
        assertThat(policy.spent(20)).isGreaterThan(Duration.ofHours(48));
    }

    private static double minutes(RetryPolicy policy, int attempt, boolean brokenLink) {
        return Duration.between(START, policy.next(attempt, brokenLink, START, START)).toMillis() / 60_000.0;
    }
}
