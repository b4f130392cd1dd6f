package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.viestka.mail.RelayLogin;
import org.viestka.relay.ConnectionSlots.Slot;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.SmtpPhase;
import org.viestka.support.ShiftedTime;

import io.smallrye.config.SmallRyeConfigBuilder;

/** Whose turn it is, by what the relay has said. */
class PaceTurnTest {

    private static final String REFUSED = "535 5.7.8 wrong name or password";
    private static final Outcome TAKEN = new Outcome(Outcome.Kind.SENT, SmtpPhase.END, 250, "2.0.0", "", true);

    private static final Outcome TOO_MUCH = new Outcome(Outcome.Kind.DEFERRED, SmtpPhase.MAIL, 450, "4.7.1",
            "4.7.1 too much mail", true);

    private static final Outcome TURNED_AWAY = new Outcome(Outcome.Kind.POLICY, SmtpPhase.GREETING, 554, "5.3.2",
            "5.3.2 no service on this host", false);

    private final ShiftedTime time = new ShiftedTime();
    private final RelayLogin login = new RelayLogin(new SmallRyeConfigBuilder().build(), time);
    private final Pace pace = new Pace(2, login, time);
    private final Slot one = new Slot();
    private final Slot other = new Slot();

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

    @Test
    void a_row_whose_turn_is_far_is_given_back_and_none_is_claimed_until_it_is_near() throws Exception {
        pace.enter(one);
        assertThat(pace.soon()).isGreaterThan(1_000);
        for (int second = 0; second < 300 && pace.soon() > 0; second++) {
            pace.learn(one, TOO_MUCH);
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(pace.soon()).isZero();
        assertThat(isTurnOf(one)).isFalse();
        time.pass(Duration.ofSeconds(30));
        assertThat(pace.soon()).isOne();
        assertThat(isTurnOf(one)).isTrue();
    }

    @Test
    void whoever_waits_for_a_turn_counts_among_those_that_go_soon() throws Exception {
        pace.enter(one);
        for (int i = 0; i < 3; i++) {
            pace.learn(one, TOO_MUCH);
        }
        int before = pace.soon();
        var during = new ArrayList<Integer>();
        pace.awaitTurn(one, () -> during.add(pace.soon()) && false);
        assertThat(during).containsExactly(before - 1);
        assertThat(pace.soon()).isEqualTo(before);
    }

    @Test
    void what_we_refuse_ourselves_says_nothing_of_the_relay() throws Exception {
        pace.enter(one);
        pace.learn(one, new Outcome(Outcome.Kind.RELAY_DOWN, SmtpPhase.CONNECT, 0, "", "connection refused", false));
        time.pass(Duration.ofSeconds(2));
        assertThat(isTurnOf(one)).isTrue();
        assertThat(pace.learn(one, Outcome.local(Outcome.Kind.FAILED, SmtpPhase.RCPT, 553, "5.1.3",
                "bad destination mailbox address", false))).isTrue();
        assertThat(pace.trouble().kind()).isEqualTo(RelayTrouble.Kind.UNREACHABLE);
        assertThat(pace.health().isProven()).isFalse();
        assertThat(one.isConnected()).isFalse();
        pace.enter(other);
        assertThat(isTurnOf(other)).as("another may go first").isTrue();
        pace.learn(other, TAKEN);
        assertThat(pace.trouble()).isNull();
    }

    @Test
    void one_bad_greeting_stops_nothing_and_three_in_a_row_are_a_refusal() throws Exception {
        pace.enter(one);
        assertThat(turnedAway()).as("stops the mailing").isFalse();
        assertThat(pace.trouble().reply()).isEqualTo(TURNED_AWAY.reply());
        assertThat(turnedAway()).isFalse();
        pace.learn(one, TAKEN);
        assertThat(pace.learn(one, TURNED_AWAY)).as("the link is lost that worked").isFalse();
        assertThat(turnedAway()).isFalse();
        assertThat(turnedAway()).isFalse();
        assertThat(turnedAway()).isTrue();
        assertThat(turnedAway()).as("counted anew").isFalse();
    }

    @Test
    void what_others_find_at_the_same_time_is_the_same_greeting() throws Exception {
        pace.enter(one);
        pace.enter(other);
        for (int i = 0; i < 10; i++) {
            assertThat(pace.learn(other, TURNED_AWAY)).isFalse();
        }
    }

    @Test
    void after_a_message_of_unknown_fate_one_goes_first_unless_another_link_works() throws Exception {
        var lost = new Outcome(Outcome.Kind.UNCERTAIN, SmtpPhase.END, 0, "", "the server hung up", false);
        pace.enter(one);
        pace.enter(other);
        pace.learn(one, TAKEN);
        pace.learn(other, TAKEN);
        pace.learn(one, lost);
        assertThat(pace.health().isProven()).isTrue();
        pace.learn(other, lost);
        assertThat(pace.health().isProven()).isFalse();
        assertThat(isTurnOf(one)).isTrue();
        assertThat(pace.health().admits(other)).isFalse();
    }

    private boolean turnedAway() {
        time.pass(Duration.ofSeconds(20));
        return pace.learn(one, TURNED_AWAY);
    }

    private void refuseLogins() {
        for (int i = 0; i < 3; i++) {
            login.refused(REFUSED);
        }
    }

    private boolean isTurnOf(Slot place) throws InterruptedException {
        return pace.awaitTurn(place, () -> true);
    }
}
