package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.viestka.support.ScriptedSmtpServer.Answer.drop;
import static org.viestka.support.ScriptedSmtpServer.Answer.say;
import static org.viestka.support.ScriptedSmtpServer.Answer.sayAndDrop;
import static org.viestka.support.ScriptedSmtpServer.Answer.sayBrokenly;
import static org.viestka.support.ScriptedSmtpServer.Answer.silence;
import static org.viestka.support.ScriptedSmtpServer.Answer.usual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.viestka.delivery.RelaySettings;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.smtp.SmtpSettings.Encryption;
import org.viestka.support.FreePort;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Answer;
import org.viestka.support.ScriptedSmtpServer.Step;

/** Servers that fall silent, hang up or talk nonsense, at every step: what is known then of the message? */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmtpLossTest {

    private static final byte[] MESSAGE = "Subject: x\r\n\r\nbody\r\n".getBytes(US_ASCII);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @ParameterizedTest
    @CsvSource({"GREETING,RELAY_DOWN", "EHLO,RELAY_DOWN", "MAIL,DEFERRED", "RCPT,DEFERRED", "DATA,DEFERRED", "END,UNCERTAIN"})
    void a_silent_server_frees_us_in_time(Step step, Kind kind) {
        for (boolean pipelined : new boolean[]{false, true}) {
            check(step, silence(), kind, pipelined, "the relay did not answer in time");
        }
    }

    @ParameterizedTest
    @CsvSource({"GREETING,RELAY_DOWN", "EHLO,RELAY_DOWN", "MAIL,DEFERRED", "RCPT,DEFERRED", "DATA,DEFERRED", "END,UNCERTAIN"})
    void a_server_that_hangs_up_before_the_dot_has_not_taken_it_and_after_it_may_have(Step step, Kind kind) {
        for (boolean pipelined : new boolean[]{false, true}) {
            check(step, drop(), kind, pipelined, "");
        }
    }

    @ParameterizedTest
    @CsvSource({"GREETING,RELAY_DOWN", "EHLO,RELAY_DOWN", "MAIL,DEFERRED", "RCPT,DEFERRED", "DATA,DEFERRED", "END,UNCERTAIN"})
    void nonsense_is_never_a_refusal(Step step, Kind kind) {
        for (var nonsense : new String[]{"4x", "5", "550-no\r\n250 yes", "<html>", "\0\0\0", "550x", "a".repeat(3000)}) {
            check(step, sayBrokenly(nonsense + "\r\n"), kind, true, "");
            check(step, sayAndDrop(nonsense), kind, false, "");
        }
    }

    @ParameterizedTest
    @CsvSource({"MAIL,354 what,DEFERRED", "RCPT,354 what,DEFERRED", "DATA,250 what,DEFERRED", "END,354 what,UNCERTAIN",
            "GREETING,250 what,RELAY_DOWN", "EHLO,354 what,RELAY_DOWN"})
    void a_reply_of_the_wrong_kind_is_never_a_refusal(Step step, String reply, Kind kind) {
        check(step, sayBrokenly(reply + "\r\n"), kind, true, "");
        check(step, sayBrokenly(reply + "\r\n"), kind, false, "");
    }

    @Test
    void a_server_that_drips_is_given_up_too() throws IOException {
        try (server;
                var dripping = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
                var connection = new SmtpConnection(at(dripping.getLocalPort(), SmtpPhase.GREETING))) {
            // Each octet comes in time for the socket's own timeout, and none of them ends the line.
            var drips = CompletableFuture.runAsync(() -> drip(dripping));
            var outcome = send(connection, "nasta@example.by");
            assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
            assertThat(outcome.text()).isEqualTo("the relay did not answer in time");
            drips.join();
        }
    }

    @Test
    void a_server_that_stops_reading_frees_us_in_time_and_has_not_taken_it() {
        try (server) {
            server.stopReadingInMessages();
            var settings = RelaySettings.plain(server, RelaySettings.impatient(SmtpPhase.BODY, SHORT));
            // More than the kernel will hold for us.
            var huge = new byte[64 << 20];
            Arrays.fill(huge, (byte) 'a');
            try (var connection = new SmtpConnection(settings)) {
                var outcome = connection.send("b@example.org", "nasta@example.by", new SmtpMessage(huge, huge.length, false));
                assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
                assertThat(outcome.phase()).isEqualTo(SmtpPhase.BODY);
                assertThat(outcome.text()).isEqualTo("the relay did not answer in time");
            }
        }
    }

    @Test
    void a_server_that_hangs_up_in_the_middle_of_a_message_has_not_taken_it() {
        try (server; var connection = new SmtpConnection(RelaySettings.plain(server))) {
            server.on(Step.DATA, sayAndDrop("354 go on"));
            var huge = new byte[64 << 20];
            Arrays.fill(huge, (byte) 'a');
            var outcome = connection.send("b@example.org", "nasta@example.by", new SmtpMessage(huge, huge.length, false));
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.phase()).isEqualTo(SmtpPhase.BODY);
        }
    }

    @Test
    void nobody_listening_is_no_failure_of_the_message() throws IOException {
        int port = FreePort.find();
        try (server; var connection = new SmtpConnection(at(port, SmtpPhase.CONNECT))) {
            var outcome = send(connection, "nasta@example.by");
            assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
            assertThat(outcome.phase()).isEqualTo(SmtpPhase.CONNECT);
            assertThat(outcome.isAttempted()).isFalse();
            assertThat(outcome.connected()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"MAIL", "END"})
    void a_shutdown_ends_what_is_under_way(Step step) throws Exception {
        try (server; var connection = new SmtpConnection(RelaySettings.plain(server))) {
            server.on(step, silence());
            var sending = CompletableFuture
                    .supplyAsync(() -> send(connection, "nasta@example.by"));
            server.awaitSilence();
            connection.abort();
            assertThat(sending.get(5, TimeUnit.SECONDS).kind()).isEqualTo(step == Step.END ? Kind.UNCERTAIN : Kind.DEFERRED);
            assertThat(send(connection, "nasta@example.by").kind())
                    .isEqualTo(Kind.RELAY_DOWN);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"drop", "421"})
    void a_kept_connection_that_the_server_has_given_up_costs_no_message(String how) {
        try (server; var connection = new SmtpConnection(RelaySettings.plain(server))) {
            server.announce("PIPELINING").on(Step.MAIL, usual(), how.equals("drop") ? drop() : say("421 4.4.2 idle too long"));
            for (int i = 0; i < 3; i++) {
                var outcome = send(connection, "nasta" + i + "@example.by");
                assertThat(outcome.kind()).isEqualTo(Kind.SENT);
            }
            assertThat(server.received()).extracting(m -> m.recipients().get(0))
                    .containsExactly("nasta0@example.by", "nasta1@example.by", "nasta2@example.by");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_kept_connection_that_falls_silent_is_not_waited_for_twice() {
        var settings = RelaySettings.plain(server, RelaySettings.impatient(SmtpPhase.MAIL, SHORT));
        try (server; var connection = new SmtpConnection(settings)) {
            server.on(Step.MAIL, usual(), silence());
            send(connection, "nasta@example.by");
            var outcome = send(connection, "nasta@example.by");
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"RSET", "DATA"})
    void what_comes_after_a_refusal_does_not_change_it(Step step) {
        for (var answer : new Answer[]{drop(), say("421 4.3.2 closing"), say("500 what"), sayAndDrop("4x")}) {
            try (var fresh = new ScriptedSmtpServer(); var connection = new SmtpConnection(RelaySettings.plain(fresh))) {
                fresh.announce("PIPELINING").on(Step.RCPT, say("550 5.1.1 no such user")).on(step, answer);
                var outcome = send(connection, "nasta@example.by");
                assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
                assertThat(outcome.isBadAddress()).isTrue();
                assertThat(send(connection, "next@example.by").kind())
                        .isEqualTo(Kind.SENT);
                assertThat(fresh.received()).hasSize(1);
            }
        }
    }

    private static SmtpSettings at(int port, SmtpPhase impatient) {
        return new SmtpSettings("localhost", port, "news.example.org", Encryption.NEVER, false, Optional.empty(),
                SmtpLogin.NONE,
                0, RelaySettings.impatient(impatient, SHORT));
    }

    /** Until the other side has hung up. */
    private static void drip(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.setSoTimeout(50);
            while (true) {
                socket.getOutputStream().write('2');
                try {
                    if (socket.getInputStream().read() < 0) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    // It still listens.
                }
            }
        } catch (IOException e) {
            // It has hung up.
        }
    }

    private static void check(Step step, Answer answer, Kind kind, boolean pipelined, String text) {
        var phase = SmtpPhase.valueOf(step.name());
        // Only who waits for nothing needs a short limit; a busy machine should fail no other test.
        var timeouts = answer.equals(silence()) ? RelaySettings.impatient(phase, SHORT) : RelaySettings.PATIENT;
        try (var server = new ScriptedSmtpServer();
                var connection = new SmtpConnection(RelaySettings.plain(server, timeouts))) {
            server.announce(pipelined ? new String[]{"PIPELINING"} : new String[]{}).on(step, answer);
            var outcome = send(connection, "nasta@example.by");
            assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
            assertThat(outcome.phase()).isEqualTo(phase);
            assertThat(outcome.code()).isZero();
            assertThat(outcome.text()).contains(text);
            assertThat(outcome.connected()).isFalse();
            assertThat(send(connection, "next@example.by").kind()).isEqualTo(Kind.SENT);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.faults()).isEmpty();
        }
    }

    private static Outcome send(SmtpConnection connection, String recipient) {
        return connection.send("b@example.org", recipient, new SmtpMessage(MESSAGE, MESSAGE.length, false));
    }
}
