package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.mail.MessagingException;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.KeyFile;
import org.viestka.vault.ReturnPath;
import org.viestka.vault.Vault;

import io.quarkus.test.junit.QuarkusTest;

/** Keys change between the beginning of a mailing and its end. */
@QuarkusTest
class RotationInFlightTest {

    private static final String NASTA = "nasta@reader.example";

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @Inject
    MailCatcher mail;
    @Inject
    MovableClock clock;
    @Inject
    SignIn signIn;
    @Inject
    Vault vault;
    @Inject
    ReturnPath returnPath;
    @ConfigProperty(name = "viestka.keyset")
    Path file;

    private UUID nasta;

    @BeforeEach
    void subscribe() {
        slate.wipe();
        nasta = readers.subscribe(NASTA, "en");
    }

    /** What names one message to relays, mailboxes and the reader. */
    private record Name(String messageId, String sender, String unsubscribe) {}

    @Test
    void a_mailing_ends_with_the_keys_it_began_with_and_the_next_has_the_new_ones() throws Exception {
        readers.suppress("never@reader.example");
        var never = readers.subscribe("never@reader.example", "en");
        begin(Samples.WEEK);
        var expected = name(Samples.WEEK);
        rotate();
        deliver();
        assertThat(sent()).isEqualTo(expected);
        assertThat(mail.to("never@reader.example")).as(never.toString()).isEmpty();

        mail.clear();
        begin(Samples.WEEK.next());
        var next = name(Samples.WEEK.next());
        rotate();
        deliver();
        assertThat(sent()).isEqualTo(next);
        assertThat(next.unsubscribe()).isNotEqualTo(expected.unsubscribe());
        assertThat(mail.to("never@reader.example")).isEmpty();
    }

    private void begin(Week week) {
        newsroom.publishIssue(week);
        var edition = publication.edition("en").orElseThrow();
        mailings.assemble(week, edition);
        mailings.send(week, edition);
    }

    /** As it would be if the message were sent at once. */
    private Name name(Week week) {
        var id = vault.messageId(week.toString(), nasta, clock.instant());
        return new Name("<" + id + "@localhost>", returnPath.token(nasta, week.monday(), clock.instant()),
                "<" + publication.link("/unsubscribe/" + vault.unsubscribeToken(nasta)) + ">");
    }

    private void rotate() throws Exception {
        KeyFile.addKeys(file, "tokens", "message_ids", "suppressions");
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
        clock.advance(Duration.ofHours(1));
    }

    private void deliver() throws InterruptedException {
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
    }

    private Name sent() throws MessagingException {
        var messages = mail.to(NASTA);
        assertThat(messages).hasSize(1);
        var sender = messages.get(0).getHeader("Return-Path", null);
        return new Name(messages.get(0).getHeader("Message-ID", null),
                sender == null ? null : sender.replaceAll("^<b\\+|@.*$", ""),
                List.of(messages.get(0).getHeader("List-Unsubscribe", null).split(", ")).get(0));
    }
}
