package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryConfig.Uncertain;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DeliveryEngineTest {

    private static final Duration LONG = Duration.ofSeconds(20);

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
    NodeLeases leases;
    @Inject
    SignIn signIn;
    @Inject
    MailCatcher mail;
    @Inject
    MovableClock clock;
    @Inject
    Publication publication;
    @Inject
    AgroalDataSource database;

    private Edition en;
    private Edition beRu;

    @BeforeEach
    void begin() {
        slate.wipe();
        en = publication.edition("en").orElseThrow();
        beRu = publication.edition("be-ru").orElseThrow();
    }

    @Test
    void every_active_subscriber_of_each_edition_gets_exactly_one_message_and_nobody_else_any() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(40, "en");
        readers.subscribe(60, "be-ru");
        for (var status : SubscriberStatus.values()) {
            if (status != SubscriberStatus.ACTIVE) {
                readers.add(status + "@example.org", "en", status);
            }
        }
        send(en);
        send(beRu);
        assertThat(delivery.deliverDue(LONG)).isTrue();

        assertThat(mail.all()).hasSize(100);
        var recipients = new HashSet<String>();
        var ids = new HashSet<String>();
        for (var message : mail.all()) {
            recipients.add(message.getHeader("To", null));
            ids.add(message.getHeader("Message-ID", null));
        }
        assertThat(recipients).hasSize(100).allMatch(to -> to.matches("reader\\d+@(en|be-ru)\\.example\\.org"));
        assertThat(ids).hasSize(100);
        var mailing = mailing(en);
        assertThat(mailing.state).isEqualTo(MailingState.FINISHED);
        assertThat(mailing.total).isEqualTo(40).isEqualTo(mailing.sent);
        assertThat(mailing(beRu).sent).isEqualTo(60);
    }

    @Test
    void a_restored_database_sends_nothing_and_says_why_until_an_admin_has_looked() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        send(en);
        var former = UUID.randomUUID();
        assertThat(leases.renew(former, true, Lease.LENGTH)).isTrue();
        slate.moveDatabase();
        assertThat(leases.renew(former, false, Lease.LENGTH)).as("the lease of a node that runs").isFalse();
        assertThat(leases.renew(UUID.randomUUID(), true, Lease.LENGTH)).as("a new one").isFalse();
        assertThat(delivery.deliverDue(Duration.ofSeconds(1))).isFalse();
        assertThat(mail.all()).isEmpty();
        signIn.asEditor().header("Accept-Language", "ru").get("/api/issues/2016-W49/editions/en/progress").then()
                .body("state", equalTo("sending"))
                .body("reason", equalTo("Базу данных восстановили из резервной копии или скопировали: ничего не отправляется,"
                        + " пока администратор не подтвердит, что можно."));

        signIn.asAdmin().post("/api/restore/confirm").then().statusCode(200);
        assertThat(delivery.deliverDue(LONG)).isTrue();
        assertThat(mail.all()).hasSize(3);
    }

    @Test
    void sending_again_sends_nothing_again() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(5, "en");
        send(en);
        delivery.deliverDue(LONG);
        mailings.send(Samples.WEEK, en);
        delivery.deliverDue(LONG);
        assertThat(mail.all()).hasSize(5);
    }

    @Test
    void a_message_obeys_the_rules_for_bulk_mail() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var reader = readers.subscribe("Zhykhar@пошта.бел", "be-ru");
        send(beRu);
        delivery.deliverDue(LONG);
        var received = mail.await(1).get(0);
        var octets = MailCatcher.octets(received);
        for (var line : new String(octets, StandardCharsets.ISO_8859_1).split("\r\n")) {
            assertThat(line.length()).isLessThanOrEqualTo(998);
            assertThat(line).doesNotContain("\n");
        }
        var message = parse(octets);
        for (var name : Set.of("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Reply-To", "List-Id",
                "List-Unsubscribe",
                "List-Unsubscribe-Post", "Feedback-ID")) {
            assertThat(message.getHeader().getFields(name)).as(name).hasSize(1);
        }
        assertThat(message.getSubject()).isEqualTo("Сітуацыя ў Беларусі: 5–11 снежня 2016");
        assertThat(message.getFrom().get(0).getName()).isEqualTo("Сітуацыя ў Беларусі");
        assertThat(received.getHeader("To", null)).isEqualTo("Zhykhar@xn--80a1acn3a.xn--90ais");
        assertThat(received.getHeader("List-Id", null)).endsWith("<weekly.be-ru.localhost>");
        assertThat(received.getHeader("List-Unsubscribe-Post", null)).isEqualTo("List-Unsubscribe=One-Click");
        var url = received.getHeader("List-Unsubscribe", null);
        assertThat(url).matches("<http://localhost:8080/unsubscribe/[A-Za-z0-9_-]{50}>");
        assertThat(received.getHeader("Return-Path", null)).matches("<b\\+[a-z2-7]{61}@localhost>");
        var parts = (Multipart) message.getBody();
        assertThat(parts.getSubType()).isEqualTo("alternative");
        var link = url.substring(1, url.length() - 1);
        assertThat(text(parts, 0)).contains(link).doesNotContain("<p", "&nbsp;", "\uE000");
        assertThat(text(parts, 1)).contains("href=\"" + link + "\"").doesNotContain("\uE000");
        assertThat(new String(octets, StandardCharsets.ISO_8859_1)).doesNotContain(reader.toString());
    }

    @Test
    void a_reader_of_two_languages_can_have_the_other_one_first() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe("be@example.org", "be-ru");
        readers.leadBy(readers.subscribe("ru@example.org", "be-ru"), "ru");
        send(beRu);
        delivery.deliverDue(LONG);
        mail.await(2);
        assertThat(parse(MailCatcher.octets(mail.to("be@example.org").get(0))).getSubject()).startsWith("Сітуацыя ў Беларусі");
        assertThat(parse(MailCatcher.octets(mail.to("ru@example.org").get(0))).getSubject()).startsWith("Ситуация в Беларуси");
    }

    @Test
    void whoever_leaves_after_the_freezing_is_skipped_with_the_reason() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var leaver = readers.subscribe("leaver@example.org", "en");
        readers.subscribe("stayer@example.org", "en");
        send(en);
        freeze();
        readers.become(leaver, SubscriberStatus.UNSUBSCRIBED);
        delivery.deliverDue(LONG);
        assertThat(mail.all()).hasSize(1);
        assertThat(row(leaver)).isEqualTo("skipped unsubscribed");
        assertThat(mailing(en).skipped).isEqualTo(1);
        assertThat(mailing(en).state).isEqualTo(MailingState.FINISHED);
    }

    @Test
    void a_reader_who_changes_edition_in_the_middle_gets_one_message() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var reader = readers.subscribe("mover@example.org", "en");
        send(en);
        delivery.deliverDue(LONG);
        QuarkusTransaction.requiringNew().run(
                () -> org.viestka.subscriber.Subscriber.<org.viestka.subscriber.Subscriber>findById(reader).edition = "be-ru");
        send(beRu);
        delivery.deliverDue(LONG);
        assertThat(mail.all()).hasSize(1);
        assertThat(mailing(beRu).total).isZero();
        assertThat(mailing(beRu).state).isEqualTo(MailingState.FINISHED);
    }

    @Test
    void a_node_that_died_leaves_its_rows_to_the_others() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        send(en);
        freeze();
        var dead = UUID.randomUUID();
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("INSERT INTO delivery_node VALUES ('" + dead + "', 'epoch')");
            statement.execute("UPDATE delivery SET state = 'claimed', claim = '" + dead + "', attempts = 1");
        }
        assertThat(leases.release(Uncertain.RESEND)).isEqualTo(3);
        delivery.deliverDue(LONG);
        assertThat(mailing(en).state).isEqualTo(MailingState.FINISHED);
        assertThat(mail.all()).hasSize(3);
    }

    @Test
    void while_the_relay_is_down_the_mailing_waits_and_nothing_is_lost() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(7, "en");
        send(en);
        mail.goAway();
        try {
            assertThat(delivery.deliverDue(LONG)).isTrue();
            assertThat(mailing(en).state).isEqualTo(MailingState.SENDING);
        } finally {
            mail.comeBack();
        }
        assertThat(delivery.deliverDue(LONG)).isTrue();
        assertThat(mail.all()).hasSize(7);
        assertThat(mailing(en).sent).isEqualTo(7);
    }

    @Test
    void a_suppressed_address_is_skipped_whatever_its_status() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var reader = readers.subscribe("Never@example.org", "en");
        readers.suppress("never@EXAMPLE.org");
        send(en);
        delivery.deliverDue(LONG);
        assertThat(mail.all()).isEmpty();
        assertThat(row(reader)).isEqualTo("skipped suppressed");
    }

    @Test
    void what_a_pause_stops_a_resume_lets_go_on_and_a_cancel_ends() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var reader = readers.subscribe("reader@example.org", "en");
        readers.subscribe("reader@example.net", "be-ru");
        send(en);
        send(beRu);
        freeze();
        mailings.pause(Samples.WEEK, en);
        mailings.cancel(Samples.WEEK, beRu);
        delivery.deliverDue(LONG);
        assertThat(mail.all()).isEmpty();
        assertThat(mailing(beRu).skipped).isEqualTo(1);
        mailings.resume(Samples.WEEK, en);
        delivery.deliverDue(LONG);
        assertThat(mail.all()).hasSize(1);
        assertThat(row(reader)).startsWith("sent");
    }

    private void send(Edition edition) {
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
    }

    @Inject
    MailingLedger mailingLedger;

    private void freeze() throws Exception {
        mailingLedger.freezeAndFind();
    }

    private Mailing mailing(Edition edition) {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(Samples.WEEK, edition.key()).orElseThrow());
    }

    private String row(UUID subscriber) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement
                        .executeQuery("SELECT state, reply FROM delivery WHERE subscriber_id = '" + subscriber + "'")) {
            rows.next();
            return rows.getString(1) + " " + rows.getString(2);
        }
    }

    private static Message parse(byte[] octets) throws Exception {
        return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(octets));
    }

    private static String text(Multipart parts, int index) throws Exception {
        var body = (TextBody) parts.getBodyParts().get(index).getBody();
        return new String(body.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
