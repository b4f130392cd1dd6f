package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.viestka.support.ScriptedSmtpServer.Answer.say;
import static org.viestka.support.ScriptedSmtpServer.Answer.usual;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.Dispatcher;
import org.viestka.delivery.Ledger;
import org.viestka.delivery.RelayTroubles;
import org.viestka.delivery.SendingNode;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Answer;
import org.viestka.support.ScriptedSmtpServer.Manners;
import org.viestka.support.ScriptedSmtpServer.Received;
import org.viestka.support.ScriptedSmtpServer.Step;
import org.viestka.support.ShiftedTime;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.support.TestCertificate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** A node and a relay that takes less than it could be given. */
@QuarkusTest
class PaceTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofMillis(50);

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    Publication publication;
    @Inject
    SignIn signIn;
    @Inject
    Ledger ledger;
    @Inject
    RelayTroubles troubles;
    @Inject
    SendingNode nodes;
    @Inject
    MovableClock clock;

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final ShiftedTime time = new ShiftedTime();
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler keep = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue() && line.getLoggerName().startsWith("org.viestka")
                    && line.getMessage().contains("elay ")) {
                log.add(line.getMessage());
            }
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
    private Edition en;
    private Dispatcher dispatcher;

    @BeforeEach
    void begin() {
        slate.wipe();
        en = publication.edition("en").orElseThrow();
        newsroom.publishIssue(Samples.WEEK);
        Logger.getLogger("").addHandler(keep);
    }

    @AfterEach
    void end() {
        if (dispatcher != null) {
            dispatcher.stop(Duration.ofSeconds(5));
        }
        relay.close();
        Logger.getLogger("").removeHandler(keep);
    }

    @Test
    void a_relay_that_takes_three_connections_gets_three() throws Exception {
        var refused = new AtomicInteger();
        relay.behave(afterAMoment((step, now) -> {
            if (step == Step.GREETING && now.open() > 3) {
                refused.incrementAndGet();
                return say("421 4.3.2 too many connections from you");
            }
            return usual();
        }));
        deliver(200, LONG);
        assertOnceEach(200);
        assertThat(refused.get()).isBetween(1, 20);
        assertThat(log).hasSizeLessThanOrEqualTo(2).first().asString().contains("viestka.delivery.connections");
    }

    @Test
    void a_single_connection_goes_on_alone() throws Exception {
        settings.put("viestka.delivery.per-connection", "10");
        relay.behave((step, now) -> step == Step.GREETING && now.open() > 1 ? say("421 one at a time") : usual());
        deliver(60, LONG);
        assertOnceEach(60);
        assertThat(relay.connections()).isLessThan(40);
        assertThat(log).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_fourth_connection_that_is_dropped_without_a_word_is_one_too_many_as_well() throws Exception {
        relay.behave(afterAMoment((step, now) -> step == Step.GREETING && now.open() > 3
                ? Answer.drop()
                : usual()));
        deliver(100, LONG);
        assertOnceEach(100);
        assertThat(relay.connections()).isLessThan(25);
        assertThat(log).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void each_message_that_is_put_off_once_goes_at_the_second_try() throws Exception {
        settings.put("viestka.delivery.retry-after", "2s");
        Set<String> seen = ConcurrentHashMap.newKeySet();
        relay.behave((step, now) -> step == Step.END && seen.add(now.recipient()) ? say("454 slow down") : usual());
        deliver(5, Duration.ofSeconds(30));
        assertOnceEach(5);
        assertThat(log).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void greylisting_slows_nobody() throws Exception {
        settings.put("viestka.delivery.retry-after", "2s");
        Set<String> seen = ConcurrentHashMap.newKeySet();
        relay.behave((step, now) -> step == Step.RCPT && seen.add(now.recipient())
                ? say("450 4.7.1 Recipient address rejected: Greylisted for 1 seconds")
                : usual());
        deliver(200, Duration.ofSeconds(30));
        assertOnceEach(200);
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"MAIL", "RCPT", "DATA"})
    void a_session_of_five_messages_is_followed_by_the_next_wherever_it_ends(Step end) throws Exception {
        relay.behave((step, now) -> step == end && now.messages() >= 5 ? say("421 4.4.2 enough for this session") : usual());
        deliver(100, LONG);
        assertOnceEach(100);
        assertThat(log).isEmpty();
    }

    @Test
    void a_relay_that_asks_for_less_is_sent_less_and_the_log_says_so_once() throws Exception {
        settings.put("viestka.delivery.retry-after", "1s");
        var count = new AtomicInteger();
        relay.behave((step, now) -> {
            int nth = step == Step.MAIL ? count.incrementAndGet() : 0;
            return nth > 40 && nth <= 55 ? say("450 4.7.1 Error: too much mail from 192.0.2.1") : usual();
        });
        deliver(100, LONG);
        assertOnceEach(100);
        assertThat(log).hasSizeLessThanOrEqualTo(2).first().asString().contains("viestka.delivery.per-second");
    }

    @Test
    void a_login_that_is_refused_for_good_is_tried_a_few_times_and_the_progress_says_why() throws Exception {
        var certificate = TestCertificate.of("localhost");
        relay.withStartTls(certificate.server()).announce("AUTH PLAIN")
                .behave((step, now) -> step == Step.AUTH ? say("535 5.7.8 wrong name or password") : usual());
        settings.putAll(Map.of("quarkus.mailer.start-tls", "REQUIRED", "quarkus.mailer.trust-all", "true",
                "quarkus.mailer.username", "weekly", "quarkus.mailer.password", "wrong"));
        readers.subscribe(20, "en");
        send();
        start();
        await(() -> logins() >= 3);
        for (int second = 0; second < 300; second++) {
            time.pass(Duration.ofSeconds(1));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(logins()).isBetween(3L, 20L);
        signIn.asEditor().get("/api/issues/2016-W49/editions/en/progress").then().statusCode(200)
                .body("state", equalTo("sending"))
                .body("pending", equalTo(20))
                .body("reason", containsString("535 5.7.8 wrong name or password"));
        assertThat(log).hasSizeLessThanOrEqualTo(3);

        relay.behave((step, now) -> usual());
        mailings.pause(Samples.WEEK, en);
        mailings.resume(Samples.WEEK, en);
        await(() -> mailing().state == MailingState.FINISHED);
        assertOnceEach(20);
        signIn.asEditor().get("/api/issues/2016-W49/editions/en/progress").then()
                .body("reason", nullValue());
    }

    @Test
    void a_limit_on_the_size_that_was_raised_is_learnt_with_the_next_message() throws Exception {
        // One worker: another's refusal under way would pause it anew.
        settings.put("viestka.delivery.connections", "1");
        relay.announce("SIZE 2000");
        readers.subscribe(5, "en");
        send();
        start();
        await(() -> mailing().state == MailingState.PAUSED);
        relay.announce("SIZE 2000000");
        mailings.resume(Samples.WEEK, en);
        await(() -> mailing().state == MailingState.FINISHED);
        assertOnceEach(5);
    }

    static Stream<Answer> uncertainEnds() {
        return Stream.of(Answer.drop(), say("354 go on"), say("what?"), say("250-one", "550 another"));
    }

    @ParameterizedTest
    @MethodSource("uncertainEnds")
    void a_relay_that_never_says_what_became_of_a_message_gets_few_and_the_mailing_pauses(Answer end) throws Exception {
        settings.put("viestka.delivery.retry-after", "2s");
        relay.behave((step, now) -> step == Step.END ? end : usual());
        readers.subscribe(20, "en");
        send();
        start();
        await(() -> mailing().state == MailingState.PAUSED);
        // The next one may have begun while the pause is written.
        assertThat(relay.received().size()).isBetween(5, 6);
        assertThat(mailing().reason).contains("whether it took the messages");

        relay.behave((step, now) -> usual());
        mailings.resume(Samples.WEEK, en);
        await(() -> mailing().state == MailingState.FINISHED);
        assertThat(mailing().sent).isEqualTo(20);
        assertThat(relay.received().size()).isBetween(25, 26);
    }

    @ParameterizedTest
    @CsvSource({"resend,3", "hold,1"})
    void nobody_gets_more_than_three_messages_whose_fate_is_not_known(String uncertain, int messages) throws Exception {
        settings.putAll(Map.of("viestka.delivery.retry-after", "200ms", "viestka.delivery.uncertain", uncertain));
        relay.behave((step, now) -> step == Step.END ? Answer.drop() : usual());
        deliver(1, LONG);
        assertThat(mailing().state).isEqualTo(MailingState.FINISHED);
        assertThat(relay.received()).hasSize(messages);
        signIn.asEditor().get("/api/issues/2016-W49/editions/en/deliveries?status=uncertain").then().statusCode(200)
                .body("items.reply", contains("the server hung up"));
    }

    @Test
    void a_relay_that_begins_to_hang_up_in_the_middle_is_found_out_soon() throws Exception {
        settings.put("viestka.delivery.connections", "4");
        relay.behave((step, now) -> step == Step.END && relay.taken().size() >= 30 ? Answer.drop() : usual());
        readers.subscribe(100, "en");
        send();
        start();
        await(() -> mailing().state == MailingState.PAUSED);
        assertThat(relay.received().size() - relay.taken().size()).isBetween(5, 20);
    }

    @ParameterizedTest
    @CsvSource({"MAIL,,20", "DATA,,20", "RCPT,451 4.3.0 internal trouble,20", "END,451 4.3.0 internal trouble,3", "MAIL,,3"})
    void a_relay_that_takes_nothing_is_told_of_once_and_so_is_its_return(Step step, String reply, int count)
            throws Exception {
        settings.put("viestka.delivery.retry-after", "1s");
        relay.behave((at, now) -> at != step ? usual() : reply == null ? Answer.drop() : say(reply));
        readers.subscribe(count, "en");
        send();
        start();
        await(() -> reason() != null);
        assertThat(reason()).contains(reply == null ? "the server hung up" : reply);

        relay.behave((at, now) -> usual());
        await(() -> mailing().state == MailingState.FINISHED);
        assertOnceEach(count);
        assertThat(reason()).isNull();
        assertThat(log).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_mailing_of_which_nothing_was_taken_in_time_pauses_with_the_relays_words(boolean oneIsRefused) throws Exception {
        settings.putAll(Map.of("viestka.delivery.retry-after", "500ms", "viestka.delivery.give-up-after", "1s"));
        relay.behave((step, now) -> step != Step.RCPT
                ? usual()
                : oneIsRefused && now.recipient().startsWith("reader1@")
                        ? say("550 5.1.1 user unknown")
                        : say("451 4.3.0 internal trouble"));
        readers.subscribe(4, "en");
        send();
        start();
        await(() -> mailing().state == MailingState.PAUSED);
        assertThat(mailing().reason).isEqualTo(oneIsRefused ? "550 5.1.1 user unknown" : "451 4.3.0 internal trouble");
        signIn.asEditor().get("/api/issues/2016-W49/editions/en/progress").then().body("pending", equalTo(4))
                .body("failed", equalTo(0));

        relay.behave((step, now) -> usual());
        mailings.resume(Samples.WEEK, en);
        await(() -> mailing().state == MailingState.FINISHED);
        assertOnceEach(4);
    }

    @Test
    void one_silent_connection_holds_up_nobody_else_after_a_resume() throws Exception {
        var silence = new CountDownLatch(1);
        var asked = new AtomicInteger();
        var refused = new AtomicBoolean();
        relay.behave((step, now) -> {
            if (step == Step.RCPT && asked.incrementAndGet() == 5) {
                awaitUp(silence);
            }
            return step == Step.END && relay.taken().size() >= 10 && refused.compareAndSet(false, true)
                    ? say("554 5.7.1 not you")
                    : usual();
        });
        settings.put("viestka.delivery.connections", "4");
        readers.subscribe(40, "en");
        send();
        start();
        await(() -> mailing().state == MailingState.PAUSED);
        clock.advance(MOMENT);
        mailings.resume(Samples.WEEK, en);
        await(() -> relay.taken().size() == 39);
        silence.countDown();
        await(() -> mailing().state == MailingState.FINISHED);
        assertOnceEach(40);
    }

    @Test
    void one_bad_greeting_stops_no_mailing() throws Exception {
        relay.on(Step.GREETING, say("554 5.3.2 no service on this host"));
        deliver(30, LONG);
        assertOnceEach(30);
    }

    @Test
    void a_relay_that_turns_us_away_three_times_in_a_row_pauses_the_mailing() throws Exception {
        relay.behave((step, now) -> step == Step.GREETING ? say("554 5.3.2 no service on this host") : usual());
        readers.subscribe(30, "en");
        send();
        start();
        await(() -> mailing().state == MailingState.PAUSED);
        assertThat(mailing().reason).isEqualTo("554 5.3.2 no service on this host");
        assertThat(relay.connections()).isEqualTo(3);

        relay.behave((step, now) -> usual());
        mailings.resume(Samples.WEEK, en);
        await(() -> mailing().state == MailingState.FINISHED);
        assertOnceEach(30);
    }

    private String reason() {
        return signIn.asEditor().get("/api/issues/2016-W49/editions/en/progress").then().statusCode(200).extract()
                .path("reason");
    }

    private static void awaitUp(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Manners afterAMoment(Manners manners) {
        return (step, now) -> {
            if (step == Step.END) {
                LockSupport.parkNanos(MOMENT.toNanos());
            }
            return manners.at(step, now);
        };
    }

    private long logins() {
        return relay.commands().stream().filter(command -> command.startsWith("AUTH ")).count();
    }

    private void deliver(int count, Duration most) throws Exception {
        readers.subscribe(count, "en");
        send();
        start();
        long until = System.nanoTime() + most.toNanos();
        await(() -> mailing().state == MailingState.FINISHED || System.nanoTime() - until > 0);
    }

    private void send() {
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
    }

    private void start() {
        dispatcher = nodes.to(relay, settings, time);
        dispatcher.start();
    }

    private Mailing mailing() {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(Samples.WEEK, "en").orElseThrow());
    }

    private void assertOnceEach(int count) {
        assertThat(mailing().sent).isEqualTo(count);
        var recipients = relay.taken().stream().map(Received::recipients).toList();
        assertThat(recipients).hasSize(count);
        assertThat(new HashSet<>(recipients)).hasSize(count);
        assertThat(relay.faults()).isEmpty();
    }

    /** Time passes for the ledger as it does here. */
    private void await(BooleanSupplier done) {
        long until = System.nanoTime() + LONG.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("too long").isNegative();
            LockSupport.parkNanos(MOMENT.toNanos());
            clock.set(clock.instant().plus(MOMENT));
        }
    }
}
