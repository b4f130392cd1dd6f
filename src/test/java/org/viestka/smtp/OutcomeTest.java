package org.viestka.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void a_reply_without_words_is_its_code_alone() {
        assertThat(Outcome.ofRefusal(SmtpPhase.RCPT, new Reply(550, ""), "x@y.example", true).reply()).isEqualTo("550");
    }
}
