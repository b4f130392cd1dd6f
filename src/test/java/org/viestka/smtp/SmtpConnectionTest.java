package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.viestka.support.ScriptedSmtpServer.Answer.say;
import static org.viestka.support.ScriptedSmtpServer.Answer.usual;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.RelaySettings;
import org.viestka.mail.EncodedMailing;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.support.SampleMailing;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Received;
import org.viestka.support.ScriptedSmtpServer.Step;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class SmtpConnectionTest {

    private static final byte[] MESSAGE = new EncodedMailing(SampleMailing.large(), Optional.empty())
            .message(SampleMailing.NASTA);

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_message_arrives_whole_with_its_envelope_and_the_connection_is_kept() {
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            server.announce("PIPELINING", "SIZE 1000000", "8BITMIME");
            for (int i = 0; i < 3; i++) {
                assertThat(send(connection, "nasta@example.by")).isEqualTo(
                        new Outcome(Kind.SENT, SmtpPhase.END, 250, "2.0.0", "", true));
            }
        }
        assertThat(server.received()).hasSize(3).allSatisfy(message -> {
            assertThat(message.sender()).isEqualTo("b+1.x@bounce.example.org");
            assertThat(message.recipients()).containsExactly("nasta@example.by");
            assertThat(message.content()).isEqualTo(MESSAGE);
        });
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.commands()).startsWith("EHLO news.example.org",
                "MAIL FROM:<b+1.x@bounce.example.org> SIZE=" + MESSAGE.length, "RCPT TO:<nasta@example.by>", "DATA")
                .endsWith("QUIT");
        assertThat(server.faults()).isEmpty();
    }

    @Test
    void a_server_that_knows_only_helo_gets_its_mail_step_by_step() {
        server.announce("PIPELINING").on(Step.EHLO, say("502 5.5.1 not implemented"));
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            assertThat(send(connection, "nasta@example.by").kind()).isEqualTo(Kind.SENT);
        }
        assertThat(server.commands()).containsExactly("EHLO news.example.org", "HELO news.example.org",
                "MAIL FROM:<b+1.x@bounce.example.org>", "RCPT TO:<nasta@example.by>", "DATA", "QUIT");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 20})
    void a_connection_takes_its_leave_after_so_many_messages(int limit) {
        server.announce("PIPELINING");
        try (var connection = new SmtpConnection(RelaySettings.limited(server, limit))) {
            IntStream.range(0, 41).forEach(i -> assertThat(send(connection, i + "@example.by").kind()).isEqualTo(Kind.SENT));
        }
        int expected = limit == 0 ? 1 : (41 + limit - 1) / limit;
        assertThat(server.connections()).isEqualTo(expected);
        assertThat(server.commands().stream().filter("QUIT"::equals)).hasSize(expected);
        assertThat(server.received()).hasSize(41);
    }

    @Test
    void a_server_that_hangs_up_after_every_few_loses_nothing_and_gets_nothing_twice() {
        server.announce("PIPELINING");
        for (int i = 0; i < 10; i++) {
            server.on(Step.MAIL, usual(), usual(), say("421 4.7.0 that is enough for one connection"));
        }
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            IntStream.range(0, 30).forEach(i -> assertThat(send(connection, i + "@example.by").kind()).isEqualTo(Kind.SENT));
        }
        assertThat(server.received()).extracting(m -> m.recipients().get(0)).hasSize(30).doesNotHaveDuplicates();
        assertThat(server.faults()).isEmpty();
    }

    @Test
    void a_refused_recipient_gets_no_body_though_the_server_says_go_on() {
        server.announce("PIPELINING").on(Step.RCPT, say("550 5.1.1 <nasta@example.by>: no such user"))
                .on(Step.DATA, say("354 go on"));
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            var outcome = send(connection, "nasta@example.by");
            assertThat(outcome).isEqualTo(
                    new Outcome(Kind.FAILED, SmtpPhase.RCPT, 550, "5.1.1", "5.1.1 <…>: no such user", true));
            assertThat(outcome.isBadAddress()).isTrue();
            assertThat(send(connection, "next@example.by").kind()).isEqualTo(Kind.SENT);
        }
        assertThat(server.received()).extracting(Received::recipients).containsExactly(List.of("next@example.by"));
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.faults()).as("nothing but a lone dot").isEmpty();
    }

    @Test
    void a_server_that_would_take_an_empty_message_is_hung_up_on() {
        server.announce("PIPELINING").on(Step.MAIL, say("451 4.3.0 later")).on(Step.RCPT, say("250 ok"))
                .on(Step.DATA, say("354 go on"));
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            assertThat(send(connection, "nasta@example.by").kind()).isEqualTo(Kind.DEFERRED);
            assertThat(send(connection, "next@example.by").kind()).isEqualTo(Kind.SENT);
        }
        assertThat(server.received()).hasSize(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void a_refusal_that_leaves_a_transaction_open_is_followed_by_a_reset() {
        server.on(Step.RCPT, say("450 4.2.1 later"));
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            send(connection, "nasta@example.by");
        }
        assertThat(server.commands()).endsWith("RCPT TO:<nasta@example.by>", "RSET", "QUIT");
    }

    @Test
    void a_message_larger_than_the_relay_takes_is_not_begun() {
        server.announce("SIZE 1000");
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            var outcome = send(connection, "nasta@example.by");
            assertThat(outcome.kind()).isEqualTo(Kind.POLICY);
            assertThat(outcome.enhanced()).isEqualTo("5.3.4");
            assertThat(outcome.isAnswer()).isFalse();
            assertThat(outcome.connected()).isTrue();
        }
        assertThat(server.commands()).containsExactly("EHLO news.example.org", "QUIT");
    }

    @Test
    void letters_outside_ascii_go_only_to_a_server_that_can_carry_them() {
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            var outcome = send(connection, "дзмітрый@example.by");
            assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
            assertThat(outcome.enhanced()).isEqualTo("5.6.7");
            assertThat(outcome.isAnswer()).isFalse();
            assertThat(outcome.isBadAddress()).isFalse();
        }
        server.announce("SMTPUTF8", "8BITMIME");
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            assertThat(send(connection, "дзмітрый@example.by").kind()).isEqualTo(Kind.SENT);
        }
        assertThat(server.commands()).contains("MAIL FROM:<b+1.x@bounce.example.org> SMTPUTF8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nasta", "a@b\r\nRCPT TO:<v@example.net>", "a@b>\r\nDATA", "a b@example.by", "a@b\n", "a@b\0",
            "<a@b>", "a@b\u0085", "@b", "a@"})
    void what_could_end_the_command_is_never_written(String recipient) {
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            var outcome = send(connection, recipient);
            assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
            assertThat(outcome.isBadAddress()).isTrue();
            assertThat(outcome.isAnswer()).isFalse();
            if (!recipient.isEmpty()) {
                assertThatThrownBy(
                        () -> connection.send(recipient, "nasta@example.by", new SmtpMessage(MESSAGE, MESSAGE.length, false)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void the_null_sender_can_be_used() {
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            assertThat(connection.send("", "nasta@example.by", new SmtpMessage(MESSAGE, MESSAGE.length, false)).kind())
                    .isEqualTo(Kind.SENT);
        }
        assertThat(server.commands()).contains("MAIL FROM:<>");
    }

    @Property(tries = 200)
    void dots_arrive_as_they_were_and_end_nothing(
            @ForAll @StringLength(max = 40) @Chars({'.', '.', '.', '\n', '\n', 'a', ' ', 'ў'}) String text) {
        var message = text.replace("\n", "\r\n").getBytes(UTF_8);
        boolean complete = text.endsWith("\n");
        try (var fresh = new ScriptedSmtpServer(); var connection = new SmtpConnection(RelaySettings.plain(fresh))) {
            assertThat(connection.send("b@example.org", "nasta@example.by", new SmtpMessage(message, message.length, false))
                    .kind())
                    .isEqualTo(Kind.SENT);
            assertThat(
                    connection.send("b@example.org", "next@example.by", new SmtpMessage(MESSAGE, MESSAGE.length, false)).kind())
                    .isEqualTo(Kind.SENT);
            assertThat(fresh.received()).hasSize(2);
            assertThat(new String(fresh.received().get(0).content(), UTF_8))
                    .isEqualTo(new String(message, UTF_8) + (complete ? "" : "\r\n"));
            assertThat(fresh.faults()).isEmpty();
        }
    }

    @Test
    void a_large_message_full_of_dots_arrives_whole() {
        var message = ("." + "..\r\n.\r\n. a\r\na.\r\n".repeat(20_000)).getBytes(US_ASCII);
        try (var connection = new SmtpConnection(RelaySettings.plain(server))) {
            assertThat(connection.send("b@example.org", "nasta@example.by", new SmtpMessage(message, message.length, false))
                    .kind())
                    .isEqualTo(Kind.SENT);
        }
        assertThat(server.received().get(0).content()).isEqualTo(message);
    }

    private static Outcome send(SmtpConnection connection, String recipient) {
        return connection.send("b+1.x@bounce.example.org", recipient, new SmtpMessage(MESSAGE, MESSAGE.length, false));
    }
}
