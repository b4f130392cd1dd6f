package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mail.Post;
import org.viestka.restore.DatabaseHome;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Answer;
import org.viestka.support.ScriptedSmtpServer.Step;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class OutboxTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @Inject
    MailCatcher mail;

    @Inject
    MovableClock clock;

    @Inject
    Outbox outbox;

    @Inject
    ReaderMails mails;

    @Inject
    Post post;

    @Inject
    SignUps signUps;

    @Inject
    DatabaseHome home;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void in_a_restored_database_mails_and_sign_ups_wait_until_an_admin_has_looked() {
        Road.signUp(READER, "en", "en");
        slate.moveDatabase();
        outbox.sendDue();
        assertThat(mail.all()).isEmpty();
        signIn.asAdmin().post("/api/restore/confirm").then().statusCode(200);
        outbox.sendDue();
        assertThat(mail.all()).hasSize(1);
    }

    @Test
    void a_mail_that_fails_is_tried_again_ever_more_rarely_and_given_up_after_three_days() {
        Road.signUp(READER, "en", "en");
        mail.refuse(true);
        try {
            var delays = new ArrayList<Duration>();
            while (road.outboxRows() > 0) {
                outbox.sendDue();
                var row = road.outboxRow();
                if (row != null) {
                    delays.add(Duration.between(clock.instant(), row.nextAt));
                    clock.set(row.nextAt);
                }
            }
            assertThat(delays).startsWith(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15)).isSorted();
            assertThat(Duration.between(MovableClock.WEDNESDAY, clock.instant())).isBetween(Duration.ofHours(72),
                    Duration.ofHours(84));
        } finally {
            mail.refuse(false);
        }
        assertThat(mail.all()).isEmpty();
    }

    @Test
    void a_mail_to_a_mailbox_that_does_not_exist_is_not_tried_again() {
        assertThat(rowsAfter(Step.RCPT, "550 5.1.1 no such user")).isZero();
        assertThat(rowsAfter(Step.RCPT, "550 No such user here")).isZero();
    }

    @Test
    void a_mail_that_is_refused_for_our_sake_is_tried_on() {
        assertThat(rowsAfter(Step.RCPT, "554 5.7.1 Relay access denied")).isOne();
        assertThat(rowsAfter(Step.RCPT, "450 4.2.1 later")).isOne();
        assertThat(rowsAfter(Step.MAIL, "550 5.1.8 sender unknown")).isOne();
        assertThat(rowsAfter(Step.END, "554 5.7.1 spam")).isOne();
        assertThat(rowsAfter(Step.RCPT, "550 Daily sending quota exceeded")).isOne();
        assertThat(rowsAfter(Step.RCPT, "550 Access denied")).isOne();
        assertThat(rowsAfter(Step.RCPT, "554 Service unavailable")).isOne();
    }

    @Test
    void a_mail_to_a_full_mailbox_is_tried_on() {
        assertThat(rowsAfter(Step.RCPT, "552 5.2.2 mailbox full")).isOne();
    }

    private long rowsAfter(Step step, String reply) {
        slate.wipe();
        mail.goAway();
        try (var relay = new ScriptedSmtpServer(mail.port())) {
            relay.behave((at, now) -> at == step ? Answer.say(reply) : Answer.usual());
            Road.signUp(READER, "en", "en");
            outbox.sendDue();
            assertThat(relay.commands()).anyMatch(command -> command.startsWith("MAIL FROM"));
        } finally {
            mail.comeBack();
        }
        return road.outboxRows();
    }

    @Test
    void a_failed_mail_blocks_no_other_and_arrives_later() {
        Road.signUp(READER, "en", "en");
        mail.refuse(true);
        outbox.sendDue();
        mail.refuse(false);
        Road.signUp("other@reader.example", "en", "en");
        assertThat(road.outboxRow().nextAt).isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));
        outbox.sendDue();
        assertThat(mail.to(READER)).isEmpty();
        road.sendAll();
        assertThat(mail.to("other@reader.example")).hasSize(1);
        assertThat(mail.to(READER)).hasSize(1);
    }

    @Test
    void once_the_service_stops_no_mail_is_begun_and_the_one_under_way_is_waited_for() throws Exception {
        Road.signUp(READER, "en", "en");
        assertThat(road.outboxRows()).isEqualTo(1);
        var own = new Outbox(clock, road.vault, mails, post, signUps, home);
        var sends = CompletableFuture.runAsync(own::sendDue);
        mail.await(1);
        own.stop(null);
        assertThat(road.outboxRows()).isZero();
        sends.get();

        Road.signUp("late@reader.example", "en", "en");
        own.sendDue();
        assertThat(road.outboxRows()).isEqualTo(1);
        assertThat(mail.all()).hasSize(1);
    }

    @Test
    void many_nodes_send_each_mail_once() throws Exception {
        for (int reader = 0; reader < 40; reader++) {
            Road.signUp("reader" + reader + "@reader.example", "en", "en");
        }
        var nodes = Executors.newFixedThreadPool(4);
        var done = new ArrayList<Future<?>>();
        for (int node = 0; node < 4; node++) {
            done.add(nodes.submit(outbox::sendDue));
        }
        for (var node : done) {
            node.get();
        }
        nodes.shutdown();
        road.sendAll();
        assertThat(mail.all()).hasSize(40);
        for (int reader = 0; reader < 40; reader++) {
            assertThat(mail.to("reader" + reader + "@reader.example")).hasSize(1);
        }
    }

    @Test
    void a_mail_nobody_waits_for_any_more_is_not_sent() {
        Road.signUp(READER, "en", "en");
        assertThat(road.outboxRows()).isEqualTo(1);
        QuarkusTransaction.requiringNew().run(() -> Subscriber.update("status", SubscriberStatus.ACTIVE));
        assertThat(road.mailsTo(READER)).isEmpty();
        assertThat(road.outboxRows()).isZero();
    }

    @Test
    void no_address_and_no_token_is_logged_whatever_goes_wrong() {
        var lines = new CopyOnWriteArrayList<String>();
        var handler = collector(lines);
        var root = Logger.getLogger("");
        root.addHandler(handler);
        String link;
        try {
            Road.signUp(READER, "en", "en");
            mail.refuse(true);
            outbox.sendDue();
            mail.refuse(false);
            road.sendAll();
            link = road.linkTo(READER);
            given().post(link);
        } finally {
            mail.refuse(false);
            root.removeHandler(handler);
        }
        assertThat(lines).anyMatch(line -> line.contains("was not sent at attempt 1"));
        assertThat(String.join("\n", lines)).doesNotContainIgnoringCase("nadzeya")
                .doesNotContain(link.substring("/confirm/".length()));
    }

    private static Handler collector(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                // The relay of the test run is no part of the service.
                if (record.getLoggerName().startsWith("com.icegreen")) {
                    return;
                }
                lines.add(record.getMessage() + " " + List.of(record.getParameters() == null
                        ? new Object[0]
                        : Arrays.stream(record.getParameters()).map(String::valueOf).toArray())
                        + " " + record.getThrown());
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
