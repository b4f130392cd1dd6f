package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;

import jakarta.mail.Multipart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.viestka.delivery.RelaySettings;
import org.viestka.mail.EncodedMailing;
import org.viestka.mail.Recipient;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.smtp.SmtpLogin.Method;
import org.viestka.smtp.SmtpLogin.Mode;
import org.viestka.smtp.SmtpSettings.Encryption;
import org.viestka.support.MailCatcher;
import org.viestka.support.SampleMailing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Against a server and a parser that nobody here wrote. */
class SmtpToGreenMailTest {

    private final EncodedMailing template = new EncodedMailing(SampleMailing.message(), Optional.empty());

    @Test
    void every_reader_gets_their_own_copy_whole() throws Exception {
        var server = start(ServerSetup.PROTOCOL_SMTP);
        var buffer = new OctetBuffer(template.size());
        try (var connection = new SmtpConnection(settings(server, Encryption.NEVER, SmtpLogin.NONE))) {
            for (int i = 0; i < 50; i++) {
                template.write(reader(i), buffer);
                var outcome = connection.send("b+" + i + "@bounce.example.org", reader(i).address(),
                        new SmtpMessage(buffer.octets(), buffer.length(), true));
                assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Kind.SENT);
            }
            assertThat(server.waitForIncomingEmail(15_000, 50)).isTrue();
            var messages = server.getReceivedMessages();
            assertThat(messages).hasSize(50);
            for (int i = 0; i < 50; i++) {
                // GreenMail puts fields of its own before ours, and takes the last line end for its own.
                assertThat(new String(MailCatcher.octets(messages[i]), UTF_8).strip())
                        .endsWith(new String(template.message(reader(i)), UTF_8).strip());
                assertThat(messages[i].getSubject()).isEqualTo(SampleMailing.SUBJECT);
                var text = (String) ((Multipart) messages[i].getContent()).getBodyPart(0).getContent();
                assertThat(text).startsWith("Прывітанне, свет 😀\r\n\r\n.\r\n..\r\n.x\r\n\r\n.\r\n")
                        .contains(SampleMailing.TOKEN);
            }
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = {"PLAIN", "LOGIN"})
    void it_lets_us_in_by_either_method_and_over_tls(Method method) {
        var server = start(ServerSetup.PROTOCOL_SMTPS);
        server.setUser("relay@example.org", "relay", "secret");
        try {
            for (var password : new String[]{"secret", "wrong"}) {
                var login = new SmtpLogin(Mode.REQUIRED, "relay", password, EnumSet.of(method), false);
                try (var connection = new SmtpConnection(settings(server, Encryption.TLS, login))) {
                    var message = template.message(SampleMailing.NASTA);
                    var outcome = connection.send("b@bounce.example.org", "nasta@example.by",
                            new SmtpMessage(message, message.length, false));
                    assertThat(outcome.kind()).as(outcome.toString())
                            .isEqualTo(password.equals("secret") ? Kind.SENT : Kind.RELAY_DOWN);
                }
            }
        } finally {
            server.stop();
        }
    }

    private static GreenMail start(String protocol) {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        server.start();
        return server;
    }

    private static SmtpSettings settings(GreenMail server, Encryption encryption, SmtpLogin login) {
        int port = (encryption == Encryption.TLS ? server.getSmtps() : server.getSmtp()).getPort();
        // GreenMail's certificate is nobody's.
        return new SmtpSettings("127.0.0.1", port, "news.example.org", encryption, true, Optional.empty(), login, 20,
                RelaySettings.PATIENT);
    }

    private static Recipient reader(int i) {
        return new Recipient("reader" + i + "@example.by", "id" + i + "@news.example.org", SampleMailing.TOKEN);
    }
}
