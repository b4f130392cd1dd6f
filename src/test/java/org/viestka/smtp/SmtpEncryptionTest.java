package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.viestka.support.ScriptedSmtpServer.Answer.drop;
import static org.viestka.support.ScriptedSmtpServer.Answer.say;
import static org.viestka.support.ScriptedSmtpServer.Answer.silence;

import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.RelaySettings;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.smtp.SmtpLogin.Method;
import org.viestka.smtp.SmtpLogin.Mode;
import org.viestka.smtp.SmtpSettings.Encryption;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Step;
import org.viestka.support.TestCertificate;

/** TLS and signing in: nothing that matters goes over the wire in the clear, or to the wrong host. */
class SmtpEncryptionTest {

    private static final byte[] MESSAGE = "Subject: x\r\n\r\nbody\r\n".getBytes(US_ASCII);
    private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");
    private static final SmtpLogin LOGIN = SmtpLogin.required("relay-user", "relay-пароль");

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(value = Encryption.class, names = {"STARTTLS", "STARTTLS_IF_OFFERED"})
    void the_connection_is_encrypted_before_anything_is_said(Encryption encryption) {
        server.announce("PIPELINING").withStartTls(LOCALHOST.server());
        assertThat(send(encryption, SmtpLogin.NONE).kind()).isEqualTo(Kind.SENT);
        assertThat(server.commands()).containsExactly("EHLO news.example.org", "STARTTLS", "EHLO news.example.org",
                "MAIL FROM:<b@example.org>", "RCPT TO:<nasta@example.by>", "DATA", "QUIT");
        assertThat(server.faults()).isEmpty();
    }

    @Test
    void tls_may_come_first_of_all() {
        server.withTlsAtOnce(LOCALHOST.server());
        assertThat(send(Encryption.TLS, SmtpLogin.NONE).kind()).isEqualTo(Kind.SENT);
        assertThat(server.commands()).startsWith("EHLO news.example.org", "MAIL FROM:<b@example.org>");
    }

    @Test
    void a_large_message_goes_through_tls_whole() {
        var message = ("a".repeat(76) + "\r\n").repeat(10_000).getBytes(US_ASCII);
        server.withStartTls(LOCALHOST.server());
        try (var connection = new SmtpConnection(
                RelaySettings.encrypted(server, Encryption.STARTTLS, LOCALHOST.client(), SmtpLogin.NONE))) {
            assertThat(connection.send("b@example.org", "nasta@example.by", new SmtpMessage(message, message.length, false))
                    .kind())
                    .isEqualTo(Kind.SENT);
        }
        assertThat(server.received().get(0).content()).isEqualTo(message);
    }

    @Test
    void no_offer_of_tls_where_it_is_required_means_no_mail() {
        var outcome = send(Encryption.STARTTLS, SmtpLogin.NONE);
        assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(outcome.phase()).isEqualTo(SmtpPhase.STARTTLS);
        assertThat(outcome.text()).isEqualTo("the relay offers no STARTTLS, which is required");
        assertThat(server.commands()).containsExactly("EHLO news.example.org");
    }

    @Test
    void no_offer_of_tls_where_it_is_optional_means_mail_in_the_clear() {
        assertThat(send(Encryption.STARTTLS_IF_OFFERED, SmtpLogin.NONE).kind()).isEqualTo(Kind.SENT);
    }

    @ParameterizedTest
    @EnumSource(value = Encryption.class, names = {"STARTTLS", "STARTTLS_IF_OFFERED"})
    void an_offer_that_is_taken_back_means_no_mail(Encryption encryption) {
        server.withStartTls(LOCALHOST.server()).on(Step.STARTTLS, say("454 4.7.0 not now"), say("502 5.5.1 never"), drop());
        for (int i = 0; i < 3; i++) {
            assertThat(send(encryption, SmtpLogin.NONE).kind()).isEqualTo(Kind.RELAY_DOWN);
        }
        assertThat(server.commands()).doesNotContain("MAIL FROM:<b@example.org>");
    }

    @ParameterizedTest
    @EnumSource(value = Encryption.class, names = {"STARTTLS", "STARTTLS_IF_OFFERED", "TLS"})
    void a_certificate_of_another_host_is_refused(Encryption encryption) {
        var other = TestCertificate.of("other.example");
        serve(encryption, other);
        var outcome = new Sent(RelaySettings.encrypted(server, encryption, other.client(), SmtpLogin.NONE)).outcome();
        assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(outcome.phase()).isEqualTo(SmtpPhase.STARTTLS);
        assertThat(outcome.text()).contains("name matching localhost found");
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Encryption.class, names = {"STARTTLS", "STARTTLS_IF_OFFERED", "TLS"})
    void a_certificate_that_nobody_vouches_for_is_refused(Encryption encryption) {
        serve(encryption, LOCALHOST);
        var settings = RelaySettings.of("localhost", server, encryption, Optional.empty(), SmtpLogin.NONE, 0,
                RelaySettings.PATIENT);
        var outcome = new Sent(settings).outcome();
        assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(outcome.phase()).isEqualTo(SmtpPhase.STARTTLS);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void any_certificate_will_do_where_the_operator_says_so() {
        serve(Encryption.STARTTLS, TestCertificate.of("other.example"));
        var settings = new SmtpSettings("localhost", server.port(), "news.example.org", Encryption.STARTTLS, true,
                Optional.empty(), SmtpLogin.NONE, 0, RelaySettings.PATIENT);
        assertThat(new Sent(settings).outcome().kind()).isEqualTo(Kind.SENT);
    }

    @Test
    void a_server_that_slips_in_a_reply_before_tls_is_refused() {
        server.withStartTls(LOCALHOST.server()).on(Step.STARTTLS, say("220 go ahead\r\n250 injected"));
        var outcome = send(Encryption.STARTTLS, SmtpLogin.NONE);
        assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(outcome.phase()).isEqualTo(SmtpPhase.STARTTLS);
    }

    @Test
    void a_server_that_never_finishes_its_handshake_frees_us_in_time() {
        var settings = RelaySettings.of("localhost", server, Encryption.TLS, Optional.of(LOCALHOST.client()), SmtpLogin.NONE, 0,
                RelaySettings.impatient(SmtpPhase.STARTTLS, Duration.ofMillis(300)));
        server.on(Step.GREETING, silence(), say("220 this is no TLS"));
        assertThat(new Sent(settings).outcome().kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(new Sent(settings).outcome().kind()).isEqualTo(Kind.RELAY_DOWN);
    }

    @ParameterizedTest
    @EnumSource(value = Encryption.class, names = {"STARTTLS", "TLS"})
    void a_server_that_falls_silent_under_tls_frees_us_in_time(Encryption encryption) {
        serve(encryption, LOCALHOST);
        server.on(Step.END, silence());
        var outcome = new Sent(RelaySettings.of("localhost", server, encryption, Optional.of(LOCALHOST.client()),
                SmtpLogin.NONE, 0, RelaySettings.impatient(SmtpPhase.END, Duration.ofMillis(300)))).outcome();
        assertThat(outcome.kind()).isEqualTo(Kind.UNCERTAIN);
        assertThat(outcome.text()).isEqualTo("the relay did not answer in time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH PLAIN LOGIN", "AUTH=PLAIN", "AUTH CRAM-MD5 LOGIN PLAIN"})
    void we_sign_in_by_plain(String offer) {
        server.announce(offer).withStartTls(LOCALHOST.server());
        assertThat(send(Encryption.STARTTLS, LOGIN).kind()).isEqualTo(Kind.SENT);
        assertThat(server.commands()).contains("AUTH PLAIN " + base64("\0relay-user\0relay-пароль"));
        assertThat(server.faults()).isEmpty();
    }

    @Test
    void we_sign_in_by_login() {
        server.announce("AUTH LOGIN").withStartTls(LOCALHOST.server());
        assertThat(send(Encryption.STARTTLS, LOGIN).kind()).isEqualTo(Kind.SENT);
        assertThat(server.commands()).containsSubsequence("AUTH LOGIN", base64("relay-user"), base64("relay-пароль"));
    }

    @Test
    void we_sign_in_by_token() {
        server.announce("AUTH PLAIN XOAUTH2").withStartTls(LOCALHOST.server());
        assertThat(send(Encryption.STARTTLS, by(Mode.REQUIRED, Method.XOAUTH2, Method.PLAIN)).kind()).isEqualTo(Kind.SENT);
        assertThat(server.commands()).contains("AUTH XOAUTH2 " + base64("user=u@example.org\1auth=Bearer t0ken\1\1"));
    }

    @Test
    void a_token_that_has_lapsed_is_told_after_its_challenge_is_answered() {
        server.announce("AUTH XOAUTH2").withStartTls(LOCALHOST.server())
                .on(Step.AUTH, say("334 eyJzdGF0dXMiOiI0MDEifQ==")).on(Step.OTHER, say("535 5.7.8 token expired"));
        var outcome = send(Encryption.STARTTLS, by(Mode.REQUIRED, Method.XOAUTH2));
        assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(outcome.code()).isEqualTo(535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"535 5.7.8 bad credentials for relay-user", "454 4.7.0 try later", "421 4.3.2 closing"})
    void to_be_refused_is_no_failure_of_the_message(String reply) {
        server.announce("AUTH PLAIN").withStartTls(LOCALHOST.server()).on(Step.AUTH, say(reply));
        var outcome = send(Encryption.STARTTLS, LOGIN);
        assertThat(outcome.kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(outcome.phase()).isEqualTo(SmtpPhase.AUTH);
        assertThat(outcome.isAttempted()).isFalse();
        assertThat(outcome.text()).doesNotContain("relay-user");
    }

    @Test
    void a_password_never_goes_over_the_wire_in_the_clear() {
        server.announce("AUTH PLAIN LOGIN");
        assertThat(send(Encryption.NEVER, LOGIN).kind()).isEqualTo(Kind.RELAY_DOWN);
        assertThat(send(Encryption.STARTTLS_IF_OFFERED, LOGIN).text())
                .isEqualTo("to sign in without TLS would give the password away");
        assertThat(server.commands()).noneMatch(c -> c.startsWith("AUTH"));
        assertThat(send(Encryption.NEVER, by(Mode.IF_OFFERED, Method.PLAIN)).kind()).isEqualTo(Kind.SENT);
        assertThat(server.faults()).isEmpty();
    }

    @Test
    void a_password_goes_in_the_clear_only_where_the_operator_says_so() {
        server.announce("AUTH PLAIN");
        var login = new SmtpLogin(Mode.REQUIRED, "relay-user", "password", EnumSet.of(Method.PLAIN), true);
        assertThat(send(Encryption.NEVER, login).kind()).isEqualTo(Kind.SENT);
        assertThat(server.commands()).contains("AUTH PLAIN " + base64("\0relay-user\0password"));
    }

    @Test
    void without_a_method_in_common_nothing_is_sent_where_signing_in_is_required() {
        server.announce("AUTH CRAM-MD5").withStartTls(LOCALHOST.server());
        assertThat(send(Encryption.STARTTLS, LOGIN).text()).isEqualTo("the relay offers no way to sign in that we may use");
        assertThat(send(Encryption.STARTTLS, by(Mode.IF_OFFERED, Method.PLAIN)).kind()).isEqualTo(Kind.SENT);
    }

    @Test
    void settings_that_cannot_work_are_refused_and_never_show_the_password() {
        assertThatThrownBy(() -> SmtpLogin.required("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmtpLogin(Mode.REQUIRED, "u", "p", Set.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(LOGIN.toString()).doesNotContain("relay-пароль", "relay-user");
    }

    private void serve(Encryption encryption, TestCertificate certificate) {
        if (encryption == Encryption.TLS) {
            server.withTlsAtOnce(certificate.server());
        } else {
            server.withStartTls(certificate.server());
        }
    }

    private Outcome send(Encryption encryption, SmtpLogin login) {
        return new Sent(RelaySettings.encrypted(server, encryption, LOCALHOST.client(), login)).outcome();
    }

    private static SmtpLogin by(Mode mode, Method... methods) {
        return new SmtpLogin(mode, "u@example.org", "t0ken", Set.of(methods), false);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** One message over one connection. */
    private record Sent(Outcome outcome) {

        Sent(SmtpSettings settings) {
            this(send(settings));
        }

        private static Outcome send(SmtpSettings settings) {
            try (var connection = new SmtpConnection(settings)) {
                return connection.send("b@example.org", "nasta@example.by", new SmtpMessage(MESSAGE, MESSAGE.length, false));
            }
        }
    }
}
