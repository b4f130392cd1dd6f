package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mail.Impatient;
import org.viestka.mail.RelayLogin;
import org.viestka.mail.SingleMails;
import org.viestka.restore.DatabaseHome;
import org.viestka.subscriber.OutboxRow;
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
import io.quarkus.scheduler.Scheduled;
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
    SingleMails post;

    @Inject
    Impatient impatient;

    @Inject
    RelayLogin login;

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
    void a_mail_that_the_relay_keeps_waiting_holds_up_no_other() throws Exception {
        mail.goAway();
        var nodes = Executors.newSingleThreadExecutor();
        try (var relay = new ScriptedSmtpServer(mail.port())) {
            relay.behave((at, now) -> at == Step.RCPT && READER.equals(now.recipient()) ? Answer.silence() : Answer.usual());
            Road.signUp(READER, "en", "en");
            var kept = nodes.submit(outbox::sendDue);
            relay.awaitSilence();
            Road.signUp("first@reader.example", "en", "en");
            Road.signUp("second@reader.example", "en", "en");
            outbox.sendDue();
            assertThat(relay.taken()).extracting(ScriptedSmtpServer.Received::recipients)
                    .containsExactly(List.of("first@reader.example"), List.of("second@reader.example"));
            assertThat(kept.isDone()).isFalse();
            assertThat(road.outboxRow().attempts).isOne();
        } finally {
            nodes.shutdown();
            assertThat(nodes.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            mail.comeBack();
        }
        assertThat(Outbox.class.getDeclaredMethod("sendDue").getAnnotation(Scheduled.class).concurrentExecution())
                .as("the clock begins a second one beside the first").isEqualTo(Scheduled.ConcurrentExecution.PROCEED);
    }

    @Test
    void no_more_than_four_mails_are_under_way_at_once() throws Exception {
        mail.goAway();
        var nodes = Executors.newFixedThreadPool(4);
        var silences = new CountDownLatch(4);
        try (var relay = new ScriptedSmtpServer(mail.port())) {
            relay.behave((at, now) -> {
                if (at == Step.RCPT) {
                    silences.countDown();
                    return Answer.silence();
                }
                return Answer.usual();
            });
            for (int reader = 0; reader < 5; reader++) {
                Road.signUp("reader" + reader + "@reader.example", "en", "en");
            }
            assertThat(road.outboxRows()).isEqualTo(5);
            for (int node = 0; node < 4; node++) {
                nodes.execute(outbox::sendDue);
            }
            assertThat(silences.await(30, TimeUnit.SECONDS)).isTrue();
            outbox.sendDue();
            assertThat(untried()).isOne();
        } finally {
            nodes.shutdown();
            assertThat(nodes.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            mail.comeBack();
        }
    }

    @Test
    void while_the_relay_refuses_our_login_one_mail_alone_is_tried() throws Exception {
        mail.goAway();
        var nodes = Executors.newSingleThreadExecutor();
        try (var relay = new ScriptedSmtpServer(mail.port())) {
            relay.behave((at, now) -> at == Step.RCPT && READER.equals(now.recipient()) ? Answer.silence() : Answer.usual());
            Road.signUp(READER, "en", "en");
            nodes.execute(outbox::sendDue);
            relay.awaitSilence();
            Road.signUp("other@reader.example", "en", "en");
            login.refused("535 5.7.8 wrong name or password");
            outbox.sendDue();
            assertThat(untried()).isOne();
            login.accepted();
            outbox.sendDue();
            assertThat(untried()).isZero();
        } finally {
            login.accepted();
            nodes.shutdown();
            assertThat(nodes.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            mail.comeBack();
        }
    }

    @Test
    void a_mail_that_the_relay_takes_late_is_not_sent_again() throws Exception {
        mail.goAway();
        var late = new CountDownLatch(1);
        try (var relay = new ScriptedSmtpServer(mail.port())) {
            relay.behave((at, now) -> {
                if (at == Step.END) {
                    await(late);
                }
                return Answer.usual();
            });
            Road.signUp(READER, "en", "en");
            var lines = new CopyOnWriteArrayList<String>();
            var handler = collector(lines);
            Logger.getLogger("").addHandler(handler);
            try {
                new Outbox(clock, road.vault, mails, impatient.post(Duration.ofSeconds(1)), signUps, home).sendDue();
            } finally {
                Logger.getLogger("").removeHandler(handler);
            }
            assertThat(lines).anyMatch(line -> line.contains("may have taken the mail"))
                    .noneMatch(line -> line.contains(READER));
            assertThat(road.outboxRow().nextAt).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
            late.countDown();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (road.outboxRows() > 0 && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            assertThat(road.outboxRows()).isZero();
            assertThat(relay.taken()).hasSize(1);
        } finally {
            late.countDown();
            mail.comeBack();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long untried() {
        return QuarkusTransaction.requiringNew().call(() -> OutboxRow.count("attempts", 0));
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
