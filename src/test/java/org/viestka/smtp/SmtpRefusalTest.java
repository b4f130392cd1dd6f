package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.viestka.support.ScriptedSmtpServer.Answer.say;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.delivery.RelaySettings;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Step;

/** Every refusal at every step, over the wire, with and without pipelining (RFC 5321 §4.2, RFC 3463). */
class SmtpRefusalTest {

    private static final byte[] MESSAGE = "Subject: x\r\n\r\nbody\r\n".getBytes(US_ASCII);
    private static final Step[] STEPS = {Step.GREETING, Step.EHLO, Step.MAIL, Step.RCPT, Step.DATA, Step.END};

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // reply               | greeting   | EHLO       | MAIL     | RCPT     | DATA     | END
            "421 4.3.2 closing     | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "421 4.7.0 slow down   | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "450 4.7.1 greylisted  | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "450                   | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "451 4.3.0 local error | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "452 4.5.3 too many    | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "452 4.2.2 full        | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "454 4.7.0 tls trouble | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "455 parameters        | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "499 5.1.1 odd         | RELAY_DOWN | RELAY_DOWN | DEFERRED | DEFERRED | DEFERRED | DEFERRED",
            "500 5.5.2 what        | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "501 5.1.3 syntax      | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "501 5.1.7 bad sender  | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "503 5.5.1 sequence    | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "521 no mail here      | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "530 5.7.0 sign in     | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.1.1 no such     | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.1.2 no domain   | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.1.8 no domain   | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "556 5.1.10 null MX    | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.2.1 disabled    | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.7.1 spam        | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.7.26 no DKIM    | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 5.7.515 no DMARC  | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550 no such user      | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "550                   | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "552 too many          | POLICY     | POLICY     | POLICY   | DEFERRED | POLICY   | POLICY",
            "552 5.5.3 too many    | POLICY     | POLICY     | POLICY   | DEFERRED | POLICY   | POLICY",
            "552 5.2.2 full        | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "552 5.3.4 too big     | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "554 5.6.0 bad content | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "554 transaction       | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "555 parameters        | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY",
            "599 9.9.9 unheard of  | POLICY     | POLICY     | POLICY   | FAILED   | POLICY   | POLICY"})
    void a_refusal_means_what_its_place_and_first_digit_say(String reply, Kind greeting, Kind ehlo, Kind mail, Kind rcpt,
            Kind data,
            Kind end) {
        var kinds = new Kind[]{greeting, ehlo, mail, rcpt, data, end};
        for (int i = 0; i < STEPS.length; i++) {
            for (boolean pipelined : new boolean[]{false, true}) {
                check(reply, STEPS[i], pipelined, kinds[i]);
            }
        }
    }

    private static void check(String reply, Step step, boolean pipelined, Kind kind) {
        try (var server = new ScriptedSmtpServer().on(step, say(reply));
                var connection = new SmtpConnection(RelaySettings.plain(server))) {
            server.announce(pipelined ? new String[]{"PIPELINING"} : new String[]{});
            if (step == Step.EHLO) {
                // Who does not know EHLO is greeted with HELO (RFC 5321 §3.2).
                server.on(Step.HELO, say(reply));
            }
            var outcome = connection.send("b@example.org", "nasta@example.by", new SmtpMessage(MESSAGE, MESSAGE.length, false));
            var where = reply + " at " + step + (pipelined ? ", pipelined" : "");
            assertThat(outcome.kind()).as(where).isEqualTo(kind);
            assertThat(outcome.code()).as(where).isEqualTo(Integer.parseInt(reply.substring(0, 3)));
            assertThat(outcome.phase().name()).as(where).isEqualTo(step.name());
            assertThat(outcome.isAttempted()).as(where).isEqualTo(step.compareTo(Step.MAIL) >= 0);
            assertThat(outcome.connected()).as(where).isEqualTo(outcome.isAttempted() && !reply.startsWith("421"));
            assertThat(server.received()).as(where).hasSize(step == Step.END ? 1 : 0);

            var next = connection.send("b@example.org", "next@example.by", new SmtpMessage(MESSAGE, MESSAGE.length, false));
            assertThat(next.kind()).as("after " + where).isEqualTo(Kind.SENT);
            assertThat(server.received().get(server.received().size() - 1).recipients()).containsExactly("next@example.by");
            assertThat(server.connections()).as(where).isEqualTo(outcome.connected() ? 1 : 2);
            assertThat(server.faults()).as(where).isEmpty();
        }
    }
}
