package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mail.SingleMails;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.Slate;
import org.viestka.support.TestCertificate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A relay whose certificate no JDK knows, and one setting for all who write to it: here with STARTTLS and by our own sender. */
@QuarkusTest
@TestProfile(OwnAuthorityTest.StartTls.class)
class OwnAuthorityTest {

    public static class StartTls implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.mailer.host", "localhost", "quarkus.mailer.start-tls", "REQUIRED",
                    "quarkus.mailer.tls-configuration-name", "relay", "quarkus.mailer.timeout", "10s",
                    "quarkus.tls.relay.trust-store.pem.certs", TestCertificate.of("localhost").pem().toString());
        }
    }

    @Inject
    Slate slate;
    @Inject
    MailCatcher mail;
    @Inject
    SingleMails post;
    @Inject
    RelayProbe probe;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    Publication publication;
    @Inject
    DeliveryEngine delivery;

    @Test
    void single_mails_mailings_and_the_doctor_trust_it() throws Exception {
        slate.wipe();
        mail.goAway();
        try (var relay = at(mail.port(), "localhost")) {
            assertThat(probe.trouble()).isEmpty();
            assertThat(probe.isEncrypted()).isTrue();
            post.send("single@example.org", "en", "Subject", "<p>Yes</p>", "Yes");
            newsroom.publishIssue(Samples.WEEK);
            readers.subscribe("reader@example.org", "en");
            var en = publication.edition("en").orElseThrow();
            mailings.assemble(Samples.WEEK, en);
            mailings.send(Samples.WEEK, en);
            delivery.deliverDue(Duration.ofSeconds(20));
            assertThat(relay.taken()).extracting(taken -> taken.recipients().get(0)).containsExactly("single@example.org",
                    "reader@example.org");
        } finally {
            mail.comeBack();
        }
    }

    @Test
    void nobody_trusts_a_stranger() {
        slate.wipe();
        mail.goAway();
        try (var relay = at(mail.port(), "elsewhere.example")) {
            assertThat(probe.trouble()).isPresent();
            assertThatThrownBy(() -> post.send("single@example.org", "en", "Subject", "<p>Yes</p>", "Yes"))
                    .isInstanceOf(RuntimeException.class);
            assertThat(relay.received()).isEmpty();
        } finally {
            mail.comeBack();
        }
    }

    private ScriptedSmtpServer at(int port, String host) {
        var relay = new ScriptedSmtpServer(port);
        var certificate = TestCertificate.of(host).server();
        return isAtOnce() ? relay.withTlsAtOnce(certificate) : relay.withStartTls(certificate);
    }

    boolean isAtOnce() {
        return false;
    }
}
