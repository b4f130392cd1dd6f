package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.viestka.delivery.Places.Place;
import org.viestka.mail.RelayLogin;
import org.viestka.support.ShiftedTime;

import io.smallrye.config.SmallRyeConfigBuilder;

/** Whose turn it is, by what the relay has said. */
class PaceTurnTest {

    private static final String REFUSED = "535 5.7.8 wrong name or password";
    private static final Outcome TAKEN = new Outcome(Outcome.Kind.SENT, SmtpPhase.END, 250, "2.0.0", "", true);

    private final ShiftedTime time = new ShiftedTime();
    private final RelayLogin login = new RelayLogin(new SmallRyeConfigBuilder().build(), time);
    private final Pace pace = new Pace(2, login, time);
    private final Place one = new Place();
    private final Place other = new Place();

    @Test
    void while_logins_rest_that_single_mails_made_all_wait_and_it_is_said_why() throws Exception {
        assertThat(pace.enter(one)).isTrue();
        refuseLogins();
        assertThat(isTurnOf(one)).isFalse();
        assertThat(pace.health().isUp()).as("claims rows that nobody can send").isFalse();
        assertThat(pace.trouble()).isEqualTo(new RelayTrouble(RelayTrouble.Kind.LOGIN, REFUSED));
        assertThat(pace.enter(one)).isFalse();

        time.pass(Duration.ofMinutes(2));
        assertThat(pace.health().isUp()).isTrue();
        assertThat(pace.enter(one)).isTrue();
        assertThat(isTurnOf(one)).isTrue();
    }

    @Test
    void while_logins_rest_whoever_is_connected_goes_on_and_nobody_else_takes_a_row() throws Exception {
        pace.enter(one);
        pace.enter(other);
        pace.learn(one, TAKEN);
        refuseLogins();
        assertThat(pace.enter(one)).isTrue();
        assertThat(isTurnOf(one)).isTrue();
        assertThat(pace.enter(other)).isFalse();
        assertThat(isTurnOf(other)).isFalse();
        assertThat(pace.health().isUp()).isTrue();
        assertThat(pace.trouble()).isNull();
    }

    private void refuseLogins() {
        for (int i = 0; i < 3; i++) {
            login.refused(REFUSED);
        }
    }

    private boolean isTurnOf(Place place) throws InterruptedException {
        return pace.awaitTurn(place, () -> true);
    }
}
