package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.viestka.support.ShiftedTime;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;

class RelayLoginTest {

    private static final String REPLY = "535 5.7.8 wrong name or password";
    private final Map<String, String> settings = new HashMap<>(
            Map.of("quarkus.mailer.username", "weekly", "quarkus.mailer.password", "wrong"));
    private final ShiftedTime time = new ShiftedTime();
    private final RelayLogin login = new RelayLogin(
            new SmallRyeConfigBuilder().withSources(new MapBackedConfigSource("test", settings, 100) {
                private static final long serialVersionUID = 1L;
            }).build(), time);

    @Test
    void a_login_that_is_always_refused_is_tried_ever_more_rarely() {
        assertThat(refusalsWithin(Duration.ofMinutes(5))).isBetween(4, 8);
        assertThat(refusalsWithin(Duration.ofHours(1))).isLessThan(10);
        assertThat(refusalsWithin(Duration.ofHours(1))).as("it is tried for ever").isBetween(3, 5);
    }

    @Test
    void whoever_acts_has_it_tried_at_once_but_not_without_end() {
        refuse(3);
        assertThat(login.isResting()).isTrue();
        login.tryNow();
        assertThat(login.isResting()).isFalse();
        int tries = 3;
        for (int i = 0; i < 100; i++) {
            login.tryNow();
            if (!login.isResting() && login.mayTry()) {
                refuse(1);
                tries++;
            }
        }
        assertThat(tries).isLessThanOrEqualTo(20);
        time.pass(Duration.ofMinutes(6));
        assertThat(login.mayTry()).isTrue();
    }

    @Test
    void two_refusals_are_a_slip() {
        refuse(2);
        assertThat(login.isResting()).isFalse();
        assertThat(login.refusal()).isEqualTo(REPLY);
    }

    @Test
    void once_the_relay_lets_us_in_all_is_forgotten() {
        refuse(5);
        login.accepted();
        assertThat(login.isResting()).isFalse();
        assertThat(login.refusal()).isNull();
        refuse(2);
        assertThat(login.isResting()).isFalse();
    }

    @Test
    void those_who_were_refused_too_often_may_try_once_the_relay_lets_us_in() {
        refuse(10);
        assertThat(login.mayTry()).isFalse();
        login.accepted();
        assertThat(login.mayTry()).isTrue();
    }

    @Test
    void other_settings_begin_anew() {
        refuse(5);
        settings.put("quarkus.mailer.password", "right");
        assertThat(login.isResting()).isFalse();
        assertThat(login.mayTry()).isTrue();
    }

    @Test
    void neither_the_name_nor_an_address_is_kept() {
        login.refused("535-5.7.8 weekly@news.example.org\r\n535 5.7.8 <a@b.example> is not Weekly");
        assertThat(login.refusal()).isEqualTo("535-5.7.8 <…> 535 5.7.8 <…> is not <…>");
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            login.refused(REPLY);
        }
    }

    private int refusalsWithin(Duration span) {
        int tries = 0;
        for (long second = 0; second < span.toSeconds(); second++) {
            if (!login.isResting()) {
                login.refused(REPLY);
                tries++;
            }
            time.pass(Duration.ofSeconds(1));
        }
        return tries;
    }
}
