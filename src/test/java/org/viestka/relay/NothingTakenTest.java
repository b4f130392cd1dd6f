package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.relay.RelayTrouble.Kind;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.SmtpPhase;

/** When a relay that takes nothing is worth a word. */
class NothingTakenTest {

    private static final Outcome TAKEN = new Outcome(Outcome.Kind.SENT, SmtpPhase.END, 250, "2.0.0", "", true);
    private static final Outcome LATER = deferred(SmtpPhase.RCPT, 451, "4.3.0", "4.3.0 later");

    private final NothingTaken nothing = new NothingTaken(4);

    @Test
    void twenty_readers_in_a_row_are_enough_and_one_that_is_taken_ends_it() {
        learn(19, true, 1_000, LATER);
        assertThat(nothing.trouble()).isNull();
        learn(1, true, 1_000, LATER);
        assertThat(nothing.trouble()).isEqualTo(new RelayTrouble(Kind.TAKES_NOTHING, "451 4.3.0 later"));
        learn(1, true, 1_000, TAKEN);
        assertThat(nothing.trouble()).isNull();
        learn(19, true, 1_000, LATER);
        assertThat(nothing.trouble()).as("counted anew").isNull();
    }

    @Test
    void one_that_is_taken_in_between_begins_the_row_anew() {
        for (int i = 0; i < 3; i++) {
            learn(19, true, 1_000, LATER);
            learn(1, true, 1_000, TAKEN);
        }
        assertThat(nothing.trouble()).isNull();
    }

    @Test
    void all_of_a_small_mailing_are_enough_and_one_reader_counts_once() {
        var reader = UUID.randomUUID();
        for (int i = 0; i < 30; i++) {
            nothing.learn(reader, i == 0, 3, LATER);
        }
        assertThat(nothing.trouble()).isNull();
        learn(2, true, 3, LATER);
        assertThat(nothing.trouble()).isNotNull();
    }

    @Test
    void one_accident_of_many_connections_is_not_enough() {
        var many = new NothingTaken(30);
        for (int i = 0; i < 30; i++) {
            many.learn(UUID.randomUUID(), true, 1_000, LATER);
        }
        assertThat(many.trouble()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"MAIL,0,'',the server hung up", "DATA,0,'',the server hung up", "DATA,451,4.3.0,4.3.0 local error",
            "END,451,4.2.0,4.2.0 later", "RCPT,450,4.7.1,4.7.1 greylisted for ever"})
    void wherever_it_comes_it_is_the_relays_trouble(SmtpPhase phase, int code, String enhanced, String text) {
        learn(20, false, 1_000, deferred(phase, code, enhanced, text));
        assertThat(nothing.trouble()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"RCPT,452,4.2.2,4.2.2 mailbox full", "RCPT,452,'',mailbox full", "RCPT,450,4.1.2,4.1.2 domain not found",
            "RCPT,450,4.7.1,4.7.1 greylisted", "MAIL,450,4.7.1,4.7.1 too much mail", "CONNECT,451,'',could not be made"})
    void readers_own_trouble_greylisting_rates_and_ours_are_not(SmtpPhase phase, int code, String enhanced, String text) {
        learn(100, true, 1_000, deferred(phase, code, enhanced, text));
        assertThat(nothing.trouble()).isNull();
    }

    private static Outcome deferred(SmtpPhase phase, int code, String enhanced, String text) {
        return new Outcome(Outcome.Kind.DEFERRED, phase, code, enhanced, text, code > 0);
    }

    private void learn(int times, boolean isFirst, int all, Outcome outcome) {
        for (int i = 0; i < times; i++) {
            nothing.learn(UUID.randomUUID(), isFirst, all, outcome);
        }
    }
}
