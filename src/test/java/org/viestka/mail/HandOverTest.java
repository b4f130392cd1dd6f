package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.viestka.support.MailCatcher;
import org.viestka.support.Slate;

import io.quarkus.mailer.Mail;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(HandOverTest.Hasty.class)
class HandOverTest {

    /** A connection for each mail, and no patience: a greeting that is missed is a failure. */
    public static class Hasty implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.mailer.keep-alive", "false", "quarkus.mailer.timeout", "10s");
        }
    }

    @Inject
    Slate slate;
    @Inject
    HandOver handOver;
    @Inject
    MailCatcher mail;

    @Test
    void no_greeting_is_missed_however_fast_it_comes() {
        slate.wipe();
        for (int i = 0; i < 300; i++) {
            handOver.send(Mail.withText("reader@example.org", "Greetings", "Nothing more.\n").setFrom("newsroom@example.org"));
        }
        assertThat(mail.all()).hasSize(300);
    }
}
