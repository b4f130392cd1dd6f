package org.viestka.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.smtp.ReplyWords.About;

class OutcomeTest {

    private static final String SENDER = "b+" + "abcdefg2345".repeat(6).substring(0, 61) + "@news.example.org";

    @Test
    void a_reply_without_words_is_its_code_alone() {
        assertThat(refusal("550 ").reply()).isEqualTo("550");
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 The domain news.example.org does not exist",
            "550 5.1.1 <weekly@news.example.org>: user unknown",
            "550 <SENDER>: no such user", "550 SENDER: no such user", "550 Host mail.example.org not found",
            "550 Rejected: unknown host mail.example.org[203.0.113.5]", "550 postmaster@news.example.org: no such user",
            "550 5.1.2 Domain of <SENDER> not found", "550 Unknown host MAIL.Example.org",
            "550 domain example.org does not exist",
            "550 mx.a.example: domain news.example.org does not exist", "550 bounces.news.example.org: unknown domain",
            "550 5.1.1 User unknown (SENDER)", "550 \"550 5.1.1 <SENDER>: user unknown\"",
            "550 5.1.1 User <SENDER> unknown [sender: SENDER, ip: 203.0.113.5]",
            "535 5.7.8 User unknown", "503 5.5.1 No such user here", "530 5.1.1 User unknown"})
    void a_refusal_that_names_us_alone_says_nothing_of_the_mailbox(String reply) {
        var outcome = refusal(reply.replace("SENDER", SENDER));
        assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
        assertThat(outcome.about()).isEqualTo(About.SENDER);
        assertThat(ReplyWords.about(outcome.reply())).as("out of the ledger").isEqualTo(About.SENDER);
        assertThat(outcome.text()).doesNotContain("@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 <reader@a.example>: user unknown", "550 5.1.1 User unknown",
            "550 mail.example.org: no such user reader@a.example", "550 mail.example.org says: user reader unknown",
            "550 5.1.1 mail.news.example.org: <reader@a.example>: Recipient address rejected: User unknown",
            "550 mx.a.example: user unknown", "550 The domain a.example does not exist", "550 relay.example.net: user unknown",
            "550 5.1.1 User unknown [sender: SENDER, ip: 203.0.113.5]", "550 news.example.org.example.net: no such user"})
    void a_refusal_that_names_the_reader_too_is_read_by_its_words(String reply) {
        var outcome = refusal(reply.replace("SENDER", SENDER));
        assertThat(outcome.about()).isEqualTo(About.MAILBOX);
        assertThat(outcome.text()).doesNotContain("sender)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"550 5.1.1 <editor@news.example.org>: user unknown | MAILBOX",
            "550 5.1.1 User unknown at mail.news.example.org | MAILBOX", "550 <SENDER>: no such user | SENDER"})
    void readers_of_our_own_domain_are_told_from_our_sender(String reply, About about) {
        assertThat(Outcome.ofRefusal(SmtpPhase.RCPT, reply(reply.replace("SENDER", SENDER)),
                new EnvelopeNames("mail.news.example.org", SENDER, "editor@news.example.org"), true).about()).isEqualTo(about);
    }

    @Test
    void a_status_that_may_pass_outweighs_a_code_that_may_not() {
        assertThat(refusal("550 4.1.1 User unknown").kind()).isEqualTo(Kind.DEFERRED);
        assertThat(refusal("550 4.1.1 User unknown").isBadAddress()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "a@", "[sender:ip:", "(from=to=", "news.example.org ", "a-"})
    void a_hostile_reply_costs_no_time(String piece) {
        long start = System.nanoTime();
        assertThat(refusal("550 " + piece.repeat(100_000 / piece.length())).text()).hasSizeLessThanOrEqualTo(500);
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    private static Outcome refusal(String reply) {
        return Outcome.ofRefusal(SmtpPhase.RCPT, reply(reply),
                new EnvelopeNames("mail.example.org", SENDER, "reader@a.example"), true);
    }

    private static Reply reply(String line) {
        return new Reply(Integer.parseInt(line.substring(0, 3)), line.substring(4));
    }
}
