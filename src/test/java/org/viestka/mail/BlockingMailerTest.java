package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.viestka.support.Hasty;
import org.viestka.support.MailCatcher;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.mail.MailMessage;

@QuarkusTest
@TestProfile(Hasty.class)
class BlockingMailerTest {

    @Inject
    Slate slate;
    @Inject
    BlockingMailer handOver;
    @Inject
    MailCatcher mail;

    @Test
    void no_greeting_is_missed_however_fast_it_comes() {
        slate.wipe();
        for (int i = 0; i < 300; i++) {
            handOver.send(new MailMessage("newsroom@example.org", "reader@example.org", "Greetings", "Nothing more.\n"));
        }
        assertThat(mail.all()).hasSize(300);
    }
}
