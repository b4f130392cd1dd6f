package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.viestka.support.ScriptedSmtpServer.Answer.say;
import static org.viestka.support.ScriptedSmtpServer.Answer.usual;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Step;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** What becomes of rows that a node has claimed when something changes before they are sent. */
@QuarkusTest
class DispatcherTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    MailingLedger mailingLedger;
    @Inject
    Publication publication;
    @Inject
    SendingNode nodes;
    @Inject
    AgroalDataSource database;

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private Edition en;
    private Dispatcher dispatcher;

    @BeforeEach
    void begin() {
        slate.wipe();
        en = publication.edition("en").orElseThrow();
        newsroom.publishIssue(Samples.WEEK);
    }

    @AfterEach
    void end() {
        dispatcher.stop(Duration.ofSeconds(5));
        relay.close();
    }

    @Test
    void what_a_worker_holds_is_not_sent_after_a_pause_nor_after_a_resume_by_what_it_knew_before() throws Exception {
        var claim = startBeforeARelayThatIsAway();
        var known = dispatcher.mailing(claim);
        assertThat(dispatcher.isOn(claim, known)).isTrue();
        mailings.pause(Samples.WEEK, en);
        await(() -> dispatcher.mailing(claim) == null);
        assertThat(dispatcher.isOn(claim, known)).isFalse();
        mailings.resume(Samples.WEEK, en);
        await(() -> dispatcher.mailing(claim) != null);
        assertThat(dispatcher.isOn(claim, known)).isFalse();
        assertThat(dispatcher.isOn(claim, dispatcher.mailing(claim))).isTrue();
    }

    @Test
    void what_a_worker_holds_is_not_sent_once_another_node_lets_the_mailing_wait() throws Exception {
        var claim = startBeforeARelayThatIsAway();
        var known = dispatcher.mailing(claim);
        mailingLedger.putOff(mailing().id, mailing().goingSince, "554 5.7.0 daily quota exceeded");
        await(() -> dispatcher.mailing(claim).waitsUntil != null);
        assertThat(dispatcher.isOn(claim, known)).isFalse();
        assertThat(dispatcher.isOn(claim, dispatcher.mailing(claim))).isFalse();
    }

    @Test
    void what_was_claimed_is_given_back_when_the_relay_asks_for_less() throws Exception {
        relay.behave((step, now) -> step == Step.MAIL ? say("450 4.7.1 too much mail") : usual());
        start(300);
        await(() -> relay.commands().stream().filter(command -> command.startsWith("MAIL")).count() >= 5);
        await(() -> Integer.parseInt(read("SELECT count(*) FROM delivery WHERE state = 'claimed'")) <= 30);
        assertThat(Integer.parseInt(read("SELECT count(*) FROM delivery WHERE state = 'pending'"))).isGreaterThan(200);
    }

    @Test
    void what_was_claimed_before_a_pause_is_given_back_and_does_not_go_beside_the_one_that_goes_first() throws Exception {
        var silence = new CountDownLatch(1);
        relay.behave((step, now) -> {
            if (step == Step.RCPT) {
                awaitUp(silence);
            }
            return usual();
        });
        start(40);
        await(() -> "40".equals(read("SELECT count(*)::text FROM delivery WHERE state = 'claimed'")));
        mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("554 no"));
        mailings.resume(Samples.WEEK, en);
        await(() -> Integer.parseInt(read("SELECT count(*) FROM delivery WHERE state = 'claimed'")) <= 11);
        assertThat(mailing().probing).isTrue();
        silence.countDown();
        await(() -> mailing().state == MailingState.FINISHED);
        assertThat(mailing().sent).isEqualTo(40);
    }

    private static void awaitUp(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ClaimedDelivery startBeforeARelayThatIsAway() throws Exception {
        relay.behave((step, now) -> step == Step.GREETING ? say("421 4.3.2 not now") : usual());
        start(3);
        var claim = new ClaimedDelivery(Samples.WEEK.toString(), UUID.randomUUID(), mailing().id, "en", 1,
                UUID.fromString(read("SELECT id::text FROM delivery_node")), null, null);
        await(() -> dispatcher.mailing(claim) != null);
        return claim;
    }

    private void start(int count) throws Exception {
        readers.subscribe(count, "en");
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        dispatcher = nodes.to(relay, Map.of());
        dispatcher.start();
        await(() -> !"0".equals(read("SELECT count(*)::text FROM delivery_node")));
    }

    private Mailing mailing() {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(Samples.WEEK, "en").orElseThrow());
    }

    private String read(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void await(Callable<Boolean> done) throws Exception {
        long until = System.nanoTime() + LONG.toNanos();
        while (!done.call()) {
            assertThat(System.nanoTime() - until).as("too long").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
