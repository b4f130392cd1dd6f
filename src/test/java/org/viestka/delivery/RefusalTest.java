package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.smtp.SmtpPhase;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.ScriptedSmtpServer.Answer;
import org.viestka.support.ScriptedSmtpServer.Manners;
import org.viestka.support.ScriptedSmtpServer.Situation;
import org.viestka.support.ScriptedSmtpServer.Step;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** A refusal is judged by where it comes and by who else gets the same. */
@QuarkusTest
class RefusalTest {

    private static final String UNKNOWN = "550 5.1.1 <%s>: user unknown";

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
    SendingNode nodes;
    @Inject
    SignIn signIn;
    @Inject
    AddressFailures failures;
    @Inject
    MovableClock clock;
    @Inject
    Publication publication;
    @Inject
    AgroalDataSource database;

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final Map<String, Integer> places = new HashMap<>();
    private Edition en;

    @BeforeEach
    void begin() {
        slate.wipe();
        en = publication.edition("en").orElseThrow();
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"554 5.7.1 this recipient does not take your mail", "550 5.1.1 user unknown", "550 no",
            "553 5.1.8 no",
            "550 5.7.26 unauthenticated"})
    void one_readers_refusal_is_their_own_whatever_its_code(String reply) throws Exception {
        begin(12);
        refuse(Step.RCPT, Set.of(3), reply);
        deliver();
        assertStands(MailingState.FINISHED, 11, 1, 0);
        assertThat(replies("failed")).containsExactly(reply);
    }

    @ParameterizedTest
    @CsvSource({"RCPT,12", "RCPT,3", "RCPT,1", "MAIL,8", "DATA,8", "END,8", "END,1"})
    void a_refusal_of_everybody_pauses_and_nobody_has_failed(Step step, int count) throws Exception {
        begin(count);
        relay.behave(
                at(step, situation -> Answer.say("550 5.1.1 user unknown, id 4X" + Objects.hashCode(situation.recipient()))));
        deliver();
        assertStands(MailingState.PAUSED, 0, 0, count);
        assertThat(mailing().reason).startsWith("550 5.1.1 user unknown");
        assertThat(replies("pending")).isNotEmpty().allMatch(reply -> reply.startsWith("550 5.1.1"));
        assertThat(mailing().finishedAt).isNull();
    }

    @Test
    void after_a_resume_one_message_goes_first_and_another_reader_is_asked() throws Exception {
        begin(8);
        relay.behave(at(Step.END, situation -> Answer.say("554 you may not send as this address")));
        deliver();
        int before = relay.received().size();
        var asked = relay.received().get(0).recipients();
        mailings.resume(Samples.WEEK, en);
        deliver();
        assertThat(relay.received()).hasSize(before + 1);
        assertThat(relay.received().get(before).recipients()).isNotEqualTo(asked);
        assertStands(MailingState.PAUSED, 0, 0, 8);

        relay.behave((at, situation) -> Answer.usual());
        mailings.resume(Samples.WEEK, en);
        deliver();
        assertStands(MailingState.FINISHED, 8, 0, 0);
        assertThat(mailing().reason).isNull();
    }

    @Test
    void whoever_is_refused_again_at_the_dot_while_others_are_taken_is_refused_for_good() throws Exception {
        begin(6);
        refuse(Step.END, Set.of(2), "554 5.6.0 content refused");
        deliver();
        assertThat(mailing().state).isEqualTo(MailingState.PAUSED);
        clock.advance(Duration.ofMinutes(1));
        mailings.resume(Samples.WEEK, en);
        deliver();
        assertStands(MailingState.FINISHED, 5, 1, 0);
        assertThat(replies("failed")).containsExactly("554 5.6.0 content refused");
    }

    @Test
    void a_mailbox_that_is_unknown_at_the_dot_is_that_readers_own() throws Exception {
        begin(6);
        refuse(Step.END, Set.of(2), "550 5.1.1 no such user here");
        deliver();
        assertStands(MailingState.FINISHED, 5, 1, 0);
    }

    @Test
    void a_list_with_many_dead_addresses_pauses_once_and_then_goes_through() throws Exception {
        begin(60);
        relay.behave(at(Step.RCPT,
                situation -> place(situation) % 5 < 2
                        ? Answer.say(UNKNOWN.formatted(situation.recipient()))
                        : Answer.usual()));
        deliver(1);
        assertThat(mailing().state).isEqualTo(MailingState.PAUSED);
        assertThat(count("failed")).isZero();
        for (int i = 0; i < 3 && mailing().state == MailingState.PAUSED; i++) {
            clock.advance(Duration.ofMinutes(1));
            mailings.resume(Samples.WEEK, en);
            deliver(1);
        }
        assertStands(MailingState.FINISHED, 36, 24, 0);
        assertThat(taken()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"20,6", "20,12", "60,18"})
    void readers_who_are_refused_again_when_no_others_are_left_have_failed(int all, int dead) throws Exception {
        begin(all);
        relay.behave(at(Step.RCPT, situation -> place(situation) > all - dead
                ? Answer.say(UNKNOWN.formatted(situation.recipient()))
                : Answer.usual()));
        deliver(1);
        assertThat(mailing().state).isEqualTo(MailingState.PAUSED);
        for (int i = 0; i < 3 && mailing().state == MailingState.PAUSED; i++) {
            clock.advance(Duration.ofMinutes(1));
            mailings.resume(Samples.WEEK, en);
            deliver(1);
        }
        assertStands(MailingState.FINISHED, all - dead, dead, 0);
    }

    @Test
    void a_resume_before_anything_was_mended_fails_nobody_where_the_words_blame_us() throws Exception {
        begin(12);
        relay.behave(at(Step.RCPT, situation -> place(situation) > 6
                ? Answer.say("550 5.7.1 this account may not send any more")
                : Answer.usual()));
        deliver(1);
        clock.advance(Duration.ofMinutes(1));
        mailings.resume(Samples.WEEK, en);
        deliver(1);
        assertStands(MailingState.PAUSED, 6, 0, 6);
    }

    @Test
    void a_relay_that_finds_other_words_for_each_reader_costs_none_of_them_the_issue() throws Exception {
        begin(40);
        relay.behave(at(Step.RCPT, situation -> Answer.say("550 5.1.1 user unknown, session "
                + "q".repeat(1 + number(situation)))));
        deliver();
        assertStands(MailingState.PAUSED, 0, 0, 40);
        relay.behave((at, situation) -> Answer.usual());
        mailings.resume(Samples.WEEK, en);
        deliver();
        assertStands(MailingState.FINISHED, 40, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"200,550 5.7.1 mail refused,0", "60,550 5.7.1 mail refused,0", "12,550 5.7.1 mail refused,0",
            "12,550 no,0", "60,550 5.2.1 not accepted,0", "60,550 5.1.1 user unknown,36", "12,550 5.1.1 user unknown,7"})
    void other_words_for_each_of_many_cost_them_the_issue_only_where_their_mailboxes_do_not_exist(int all, String reply,
            int failed)
            throws Exception {
        begin(all);
        relay.behave(at(Step.RCPT,
                situation -> place(situation) % 5 % 2 == 1 || place(situation) % 5 == 0
                        ? Answer.say(reply + ", " + neutral(place(situation)))
                        : Answer.usual()));
        deliver(1);
        if (failed > 0) {
            assertStands(MailingState.FINISHED, all - failed, failed, 0);
        } else {
            assertThat(mailing().state).isEqualTo(MailingState.PAUSED);
            assertThat(mailing().reason).startsWith(reply);
            assertThat(count("failed")).isZero();
            relay.behave((at, situation) -> Answer.usual());
            mailings.resume(Samples.WEEK, en);
            deliver();
            assertStands(MailingState.FINISHED, all, 0, 0);
        }
    }

    @Test
    void many_dead_addresses_cost_nobody_their_place_until_the_brake_lets_them_go() throws Exception {
        begin(60);
        relay.behave(at(Step.RCPT,
                situation -> number(situation) % 15 == 0
                        ? Answer.say(UNKNOWN.formatted(situation.recipient()))
                        : Answer.usual()));
        deliver();
        assertStands(MailingState.FINISHED, 56, 4, 0);
        begin(Samples.WEEK.next());
        deliver();
        assertThat(bounced()).as("4 of 60").isZero();
        var mailing = mailing(Samples.WEEK.next());
        assertThat(mailing.state).isEqualTo(MailingState.FINISHED);
        assertThat(mailing.reason).contains("5 in 100");
    }

    @Test
    void a_mailbox_that_is_unknown_twice_is_marked_with_the_relay_and_its_words() throws Exception {
        begin(5);
        refuse(Step.RCPT, Set.of(1), "550 5.1.1 user unknown");
        deliver();
        assertThat(bounced()).isZero();
        begin(Samples.WEEK.next());
        deliver();
        assertThat(bounced()).isOne();
        var marked = read(
                "SELECT concat_ws(' ', bounced_relay IS NOT NULL, bounced_at, bounced_reply) FROM subscriber WHERE status = 'BOUNCED'");
        assertThat(marked.get(0)).startsWith("t ").contains(clock.instant().toString().substring(0, 10))
                .endsWith("550 5.1.1 user unknown");
    }

    @ParameterizedTest
    @CsvSource({"true,0", "false,1"})
    void an_issue_that_arrives_in_between_begins_the_row_anew_also_where_its_mailing_is_cancelled(boolean reached, int marked)
            throws Exception {
        begin(5);
        refuse(Step.RCPT, Set.of(1), "550 5.1.1 user unknown");
        deliver();
        begin(Samples.WEEK.next());
        relay.behave(at(Step.RCPT,
                situation -> number(situation) == 1 == reached ? Answer.usual() : Answer.say("450 4.7.1 later")));
        deliver();
        mailings.cancel(Samples.WEEK.next(), en);
        mailingLedger.settleCancelled();
        begin(Samples.WEEK.next().next());
        refuse(Step.RCPT, Set.of(1), "550 5.1.1 user unknown");
        deliver();
        assertThat(bounced()).isEqualTo(marked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 sender address unknown", "550 5.1.1 mailbox over quota", "550 5.1.1 blocked for spam",
            "550 5.1.1 too many recipients this hour"})
    void another_reason_under_the_code_of_an_unknown_mailbox_marks_nobody(String reply) throws Exception {
        begin(5);
        refuse(Step.RCPT, Set.of(1), reply);
        deliver();
        begin(Samples.WEEK.next());
        deliver();
        begin(Samples.WEEK.next().next());
        deliver();
        assertThat(bounced()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"RCPT,552 5.7.28 daily sending quota exceeded", "END,554 Daily message quota exceeded",
            "END,550 5.4.5 too many mails today",
            "MAIL,550 5.7.1 sender rate limit reached", "DATA,554 5.7.0 throttled"})
    void what_we_sent_too_much_makes_the_mailing_wait_and_go_on_by_itself(Step step, String reply) throws Exception {
        begin(9);
        var times = new AtomicInteger();
        relay.behave(at(step, situation -> {
            if (times.incrementAndGet() <= 3) {
                return Answer.usual();
            }
            // Later than those that were taken.
            clock.advance(Duration.ofSeconds(1));
            return Answer.say(reply);
        }));
        deliver(1);
        assertStands(MailingState.SENDING, 3, 0, 6);
        assertThat(mailing().reason).isEqualTo(reply);
        clock.advance(Duration.ofMinutes(2));
        int asked = times.get();
        deliver(1);
        assertThat(times.get()).as("one goes first").isEqualTo(asked + 1);
        clock.advance(Duration.ofMinutes(2));
        deliver(1);
        assertThat(times.get()).as("the second wait is longer").isEqualTo(asked + 1);

        relay.behave((at, situation) -> Answer.usual());
        clock.advance(Duration.ofMinutes(2));
        deliver(1);
        assertStands(MailingState.FINISHED, 9, 0, 0);
        assertThat(mailing().reason).isNull();
    }

    @Test
    void a_limit_of_one_reader_holds_the_others_up_no_longer_than_a_wait() throws Exception {
        begin(9);
        refuse(Step.RCPT, Set.of(4), "550 5.1.1 too many recipients this hour");
        deliver();
        clock.advance(Duration.ofMinutes(2));
        deliver();
        assertThat(count("sent")).isEqualTo(8);
        assertThat(count("failed")).isZero();
    }

    @Test
    void a_person_can_end_a_wait() throws Exception {
        begin(4);
        relay.on(Step.END, Answer.say("554 5.7.0 daily quota exceeded"));
        deliver(1);
        assertThat(mailing().state).isEqualTo(MailingState.SENDING);
        mailings.resume(Samples.WEEK, en);
        deliver(1);
        assertStands(MailingState.FINISHED, 4, 0, 0);
    }

    @Test
    void what_another_node_records_after_the_pause_is_no_failure_either() throws Exception {
        begin(6);
        mailingLedger.freezeAndFind();
        var node = UUID.randomUUID();
        var claims = nodes.ledger.claim(mailing(), node, clock.instant(), 6).toSend();
        var results = claims.stream().map(claim -> new Ledger.Result(claim, "failed", null,
                "550 5.1.1 <…>: user unknown (" + claim.subscriber() + ")", clock.instant())).toList();
        nodes.ledger.record(results.subList(0, 3));
        assertThat(count("failed")).isEqualTo(3);
        mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("550 5.1.1 <…>: user unknown (17)"));
        nodes.ledger.record(results.subList(3, 5));
        nodes.ledger.record(List.of(new Ledger.Result(claims.get(5), "failed", null, "550 5.2.1 disabled", clock.instant())));
        assertThat(count("pending")).isEqualTo(5);
        assertThat(replies("failed")).containsExactly("550 5.2.1 disabled");
    }

    @Test
    void what_was_in_flight_when_it_paused_does_not_make_a_refusal_that_readers_own() throws Exception {
        begin(12);
        mailingLedger.freezeAndFind();
        var claims = nodes.ledger.claim(mailing(), UUID.randomUUID(), clock.instant(), 12).toSend();
        nodes.ledger.record(List.of(new Ledger.Result(claims.get(0), "failed", null, "550 no", clock.instant())));
        mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("550 no"));
        clock.advance(Duration.ofSeconds(1));
        nodes.ledger.record(List.of(new Ledger.Result(claims.get(1), "sent", null, null, clock.instant())));
        clock.advance(Duration.ofSeconds(1));
        mailings.resume(Samples.WEEK, en);
        assertThat(nodes.ledger.isOwnRefusal(claims.get(0), SmtpPhase.RCPT, false, 2)).isFalse();
        nodes.ledger.record(List.of(new Ledger.Result(claims.get(2), "sent", null, null, clock.instant())));
        assertThat(nodes.ledger.isOwnRefusal(claims.get(0), SmtpPhase.RCPT, false, 2)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RCPT,550 5.7.1 relaying denied,3", "RCPT,550 5.7.1 relaying denied,6", "RCPT,550 5.1.1 user unknown,3",
            "RCPT,550 5.7.1 daily quota exceeded,3", "END,554 5.7.1 relaying denied,3", "END,554 5.7.0 daily quota exceeded,3"})
    void a_refusal_that_was_on_its_way_at_a_resume_is_judged_by_what_the_relay_was_like_before(Step step, String reply,
            int late)
            throws Exception {
        begin(60);
        var onTheirWay = new CountDownLatch(late);
        var mended = new CountDownLatch(1);
        relay.behave(at(step, situation -> {
            int place = place(situation);
            if (place > 1 && place <= 1 + late) {
                onTheirWay.countDown();
                await(mended);
            }
            return place == 1 ? Answer.usual() : Answer.say(place <= 1 + late ? reply : "550 5.7.1 relaying denied");
        }));
        var node = nodes.to(relay, Map.of("viestka.delivery.connections", "16"));
        node.start();
        try {
            await(onTheirWay);
            await(() -> mailing().state == MailingState.PAUSED);
            clock.advance(Duration.ofMinutes(1));
            relay.behave((at, situation) -> Answer.usual());
            mailings.resume(Samples.WEEK, en);
            mended.countDown();
            assertThat(node.awaitIdle(Duration.ofSeconds(30))).isTrue();
        } finally {
            mended.countDown();
            node.stop(Duration.ofSeconds(10));
        }
        assertStands(MailingState.FINISHED, 60, 0, 0);
        assertThat(taken()).doesNotHaveDuplicates();
    }

    @Test
    void what_a_node_says_that_has_not_seen_a_resume_changes_nothing() throws Exception {
        begin(4);
        mailingLedger.freezeAndFind();
        var before = mailing().goingSince;
        var claims = nodes.ledger.claim(mailing(), UUID.randomUUID(), clock.instant(), 3).toSend();
        mailingLedger.pause(mailing().id, before, Refusal.of("554 no"));
        clock.advance(Duration.ofMinutes(1));
        mailings.resume(Samples.WEEK, en);
        var now = clock.instant();

        assertThat(mailingLedger.pause(mailing().id, before, Refusal.of("554 no"))).isFalse();
        mailingLedger.putOff(mailing().id, before, "554 5.7.0 daily quota exceeded");
        mailingLedger.follow(mailing().id, before);
        nodes.ledger.record(List.of(new Ledger.Result(claims.get(0), "failed", null, "550 no", now, before),
                new Ledger.Result(claims.get(1), "failed", null, "550 5.1.1 user unknown", now, before),
                new Ledger.Result(claims.get(2), "failed", null, "550 5.1.1 user unknown", now, mailing().goingSince)));

        assertStands(MailingState.SENDING, 0, 1, 3);
        assertThat(mailing().isWaiting(now)).isFalse();
        assertThat(mailing().probing).isTrue();
        assertThat(mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("554 no"))).isTrue();
    }

    @Test
    void two_nodes_send_one_message_first_between_them() throws Exception {
        begin(6);
        mailingLedger.freezeAndFind();
        mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("554 no"));
        mailings.resume(Samples.WEEK, en);
        assertThat(mailingLedger.claimProbe(mailing().id, UUID.randomUUID()).toSend()).hasSize(1);
        assertThat(mailingLedger.claimProbe(mailing().id, UUID.randomUUID()).toSend()).isEmpty();
    }

    @Test
    void failures_that_are_tried_again_do_not_pause_a_mailing_that_others_got() throws Exception {
        begin(40);
        relay.behave(at(Step.RCPT,
                situation -> number(situation) % 10 == 0
                        ? Answer.say(UNKNOWN.formatted(situation.recipient()))
                        : Answer.usual()));
        deliver();
        assertStands(MailingState.FINISHED, 36, 4, 0);
        assertThat(mailingLedger.retryFailed(mailing().id)).isEqualTo(4);
        deliver();
        assertStands(MailingState.FINISHED, 36, 4, 0);
        relay.behave((at, situation) -> Answer.usual());
        assertThat(mailingLedger.retryFailed(mailing().id)).isEqualTo(4);
        deliver();
        assertStands(MailingState.FINISHED, 40, 0, 0);
        assertThat(taken()).doesNotHaveDuplicates();
    }

    @Test
    void a_report_that_comes_during_an_editions_first_mailing_is_not_forgotten_when_it_ends() throws Exception {
        begin(2);
        relay.on(Step.RCPT, Answer.say("450 4.7.1 later"));
        deliver(1);
        var reached = UUID.fromString(read("SELECT subscriber_id::text FROM delivery WHERE state = 'sent'").get(0));
        failures.report(reached, Samples.WEEK, clock.instant(), "relay.example.org", "5.1.1");
        clock.advance(Duration.ofMinutes(10));
        deliver(1);
        assertStands(MailingState.FINISHED, 2, 0, 0);
        assertThat(read("SELECT subscriber_id::text FROM address_failure")).containsExactly(reached.toString());
    }

    @Test
    void reports_stop_at_the_same_brake() throws Exception {
        begin(10);
        deliver();
        begin(Samples.WEEK.next());
        deliver();
        for (var reader : read("SELECT id::text FROM subscriber")) {
            failures.report(UUID.fromString(reader), Samples.WEEK, clock.instant(), "relay.example.org", "5.1.1");
            failures.report(UUID.fromString(reader), Samples.WEEK.next(), clock.instant(), "relay.example.org", "5.1.1");
        }
        assertThat(bounced()).isEqualTo(3);
        assertThat(mailing(Samples.WEEK.next()).reason).contains("5 in 100");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_was_put_off_for_hours_is_due_when_a_person_resumes_but_not_what_was_just_greylisted(boolean paused)
            throws Exception {
        begin(6);
        relay.behave(at(Step.RCPT,
                situation -> Answer
                        .say(number(situation) == 1 ? "450 4.2.0 Greylisted, see <https://example.org>" : "451 4.3.0 no")));
        deliver();
        clock.advance(Duration.ofSeconds(30));
        relay.behave((at, situation) -> Answer.usual());
        if (paused) {
            mailings.pause(Samples.WEEK, en);
        }
        resume();
        deliver();
        assertStands(MailingState.SENDING, 5, 0, 0);
        assertThat(replies("deferred")).hasSize(1).allMatch(reply -> reply.contains("Greylisted"));

        relay.behave(at(Step.RCPT, situation -> Answer.say("450 4.2.0 Greylisted")));
        clock.advance(Duration.ofMinutes(7));
        deliver();
        assertThat(count("deferred")).isEqualTo(1);
        relay.behave((at, situation) -> Answer.usual());
        resume();
        deliver();
        assertStands(MailingState.FINISHED, 6, 0, 0);
    }

    @Test
    void what_had_failed_waits_where_a_person_has_paused_the_mailing() throws Exception {
        begin(6);
        relay.behave(at(Step.RCPT, situation -> number(situation) < 3
                ? Answer.say(number(situation) == 1 ? "550 5.2.1 disabled" : "450 4.7.1 later")
                : Answer.usual()));
        deliver();
        assertStands(MailingState.SENDING, 4, 1, 0);
        mailings.pause(Samples.WEEK, en);
        assertThat(mailingLedger.retryFailed(mailing().id)).isEqualTo(1);
        relay.behave((at, situation) -> Answer.usual());
        clock.advance(Duration.ofMinutes(10));
        deliver();
        assertStands(MailingState.PAUSED, 4, 0, 1);
        mailings.resume(Samples.WEEK, en);
        deliver();
        assertStands(MailingState.FINISHED, 6, 0, 0);
    }

    @Test
    void what_had_failed_goes_on_where_the_relay_had_paused_the_mailing() throws Exception {
        begin(6);
        mailingLedger.freezeAndFind();
        var claims = nodes.ledger.claim(mailing(), UUID.randomUUID(), clock.instant(), 1).toSend();
        nodes.ledger.record(List.of(new Ledger.Result(claims.get(0), "failed", null, "550 5.2.1 disabled", clock.instant())));
        mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("554 no"));
        assertThat(mailingLedger.retryFailed(mailing().id)).isEqualTo(1);
        deliver();
        assertStands(MailingState.FINISHED, 6, 0, 0);
    }

    @Test
    void whoever_was_skipped_as_bounced_gets_the_issue_once_they_are_active_again() throws Exception {
        var subscribed = readers.subscribe(5, "en");
        begin(Samples.WEEK);
        refuse(Step.RCPT, Set.of(1, 2), "550 5.1.1 user unknown");
        deliver();
        readers.become(subscribed.get(0), SubscriberStatus.BOUNCED);
        readers.become(subscribed.get(1), SubscriberStatus.BOUNCED);
        relay.behave((at, situation) -> Answer.usual());
        assertThat(mailingLedger.retryFailed(mailing().id)).isEqualTo(2);
        deliver();
        assertThat(replies("skipped")).containsExactly("bounced", "bounced");
        assertThat(mailingLedger.retryFailed(mailing().id)).as("they are still bounced").isZero();

        readers.become(subscribed.get(0), SubscriberStatus.ACTIVE);
        readers.become(subscribed.get(1), SubscriberStatus.UNSUBSCRIBED);
        assertThat(mailingLedger.retryFailed(mailing().id)).isEqualTo(1);
        assertThat(replies("pending")).isEmpty();
        deliver();
        assertStands(MailingState.FINISHED, 4, 0, 0);
        assertThat(mailing().skipped).isEqualTo(1);
    }

    @Test
    void what_a_relay_refused_that_took_nothing_counts_for_nobody() throws Exception {
        begin(5);
        refuse(Step.RCPT, Set.of(1), "550 5.1.1 user unknown");
        deliver();
        read("WITH gone AS (DELETE FROM address_failure) UPDATE mailing SET taken_by = '{other.example}' RETURNING edition");
        mailingLedger.retryFailed(mailing().id);
        refuse(Step.RCPT, Set.of(1), "550 5.1.1 user unknown");
        deliver();
        assertStands(MailingState.FINISHED, 4, 1, 0);
        assertThat(read("SELECT week FROM address_failure")).isEmpty();
    }

    @Test
    void the_days_of_a_pause_do_not_count_as_tries() throws Exception {
        begin(3);
        relay.behave(at(Step.MAIL, situation -> Answer.say("550 5.7.1 not you")));
        deliver();
        clock.advance(Duration.ofDays(4));
        mailings.resume(Samples.WEEK, en);
        relay.behave(at(Step.RCPT, situation -> Answer.say("450 4.2.0 greylisted, come back later")));
        deliver();
        assertThat(count("deferred")).isEqualTo(3);
        clock.advance(Duration.ofMinutes(30));
        relay.behave((at, situation) -> Answer.usual());
        deliver();
        assertStands(MailingState.FINISHED, 3, 0, 0);
    }

    @Test
    void a_relay_that_asks_for_less_for_days_ends_no_delivery_that_was_hardly_tried() throws Exception {
        begin(2);
        relay.behave(at(Step.END, situation -> Answer.say("452 4.5.3 the allowance for today is used up")));
        deliver();
        clock.advance(Duration.ofDays(4));
        deliver();
        assertThat(count("deferred")).isEqualTo(2);
        clock.advance(Duration.ofDays(1));
        relay.behave((at, situation) -> Answer.usual());
        deliver();
        assertStands(MailingState.FINISHED, 2, 0, 0);
    }

    @Test
    void a_refusal_of_us_pauses_also_what_is_tried_once_more() throws Exception {
        begin(40);
        refuse(Step.RCPT, Set.of(3, 13, 23, 33), "550 5.1.1 user unknown");
        deliver();
        assertStands(MailingState.FINISHED, 36, 4, 0);
        clock.advance(Duration.ofMinutes(1));
        mailingLedger.retryFailed(mailing().id);
        relay.behave(at(Step.MAIL, situation -> Answer.say("550 5.7.1 not you")));
        deliver();
        assertStands(MailingState.PAUSED, 36, 0, 4);
    }

    @Test
    void the_brake_is_not_told_of_where_nobody_would_be_marked() throws Exception {
        begin(10);
        deliver();
        begin(Samples.WEEK.next());
        deliver();
        for (var reader : read("SELECT id::text FROM subscriber ORDER BY id LIMIT 3")) {
            failures.report(UUID.fromString(reader), Samples.WEEK, clock.instant(), null, "5.1.1");
            failures.report(UUID.fromString(reader), Samples.WEEK.next(), clock.instant(), null, "5.1.1");
        }
        var other = read("SELECT id::text FROM subscriber ORDER BY id LIMIT 1 OFFSET 5").get(0);
        assertThat(failures.report(UUID.fromString(other), Samples.WEEK.next(), clock.instant(), null, "5.1.1")).isFalse();
        assertThat(bounced()).isEqualTo(3);
        assertThat(mailing(Samples.WEEK.next()).reason).isNull();
    }

    @Test
    void a_paused_mailing_can_be_cancelled_and_balances() throws Exception {
        begin(7);
        relay.behave(at(Step.MAIL, situation -> Answer.say("550 5.7.1 not you")));
        deliver();
        mailings.cancel(Samples.WEEK, en);
        mailingLedger.settleCancelled();
        var mailing = mailing();
        assertThat(mailing.sent + mailing.failed + mailing.skipped).isEqualTo(mailing.total).isEqualTo(7);
        assertThat(mailing.skipped).isEqualTo(7);
    }

    private void begin(int count) {
        readers.subscribe(count, "en");
        begin(Samples.WEEK);
    }

    private void begin(Week week) {
        clock.advance(Duration.ofDays(7));
        newsroom.publishIssue(week);
        mailings.assemble(week, en);
        mailings.send(week, en);
    }

    private void resume() {
        signIn.asAdmin().post("/api/issues/2016-W49/editions/en/resume").then().statusCode(200).body("state",
                equalTo("sending"));
    }

    private void deliver() throws InterruptedException {
        deliver(4);
    }

    private void deliver(int connections) throws InterruptedException {
        nodes.deliver(relay, Map.of("viestka.delivery.connections", "" + connections));
    }

    private void refuse(Step step, Set<Integer> whom, String reply) {
        relay.behave(at(step, situation -> whom.contains(number(situation)) ? Answer.say(reply) : Answer.usual()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Callable<Boolean> done) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!done.call()) {
            assertThat(System.nanoTime() - until).as("too long").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static Manners at(Step step, Function<Situation, Answer> answer) {
        return (at, situation) -> at == step ? answer.apply(situation) : Answer.usual();
    }

    /** Words that say nothing, others for each number. */
    private static String neutral(int number) {
        var words = List.of("here", "there", "any", "that", "such", "this", "the", "on", "at", "by", "for", "in");
        return words.get(number % words.size()) + " " + words.get(number / words.size() % words.size()) + " "
                + words.get(number / words.size() / words.size());
    }

    private static int number(Situation situation) {
        return Integer.parseInt(situation.recipient().replaceAll("reader(\\d+)@.*", "$1"));
    }

    /** How many readers the relay was asked to take until this one, with one connection: a node sends in no order of its own. */
    private synchronized int place(Situation situation) {
        return places.computeIfAbsent(situation.recipient(), reader -> places.size() + 1);
    }

    private List<String> taken() {
        return relay.taken().stream().map(message -> message.recipients().get(0)).toList();
    }

    private void assertStands(MailingState state, int sent, int failed, int pending) throws Exception {
        assertThat(mailing().state).as(mailing().reason).isEqualTo(state);
        assertThat(List.of(count("sent"), count("failed"), count("pending"))).as("sent, failed, pending")
                .containsExactly(sent, failed, pending);
    }

    private Mailing mailing() {
        return mailing(Samples.WEEK);
    }

    private Mailing mailing(Week week) {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(week, "en").orElseThrow());
    }

    private long bounced() throws Exception {
        return read("SELECT id::text FROM subscriber WHERE status = 'BOUNCED'").size();
    }

    private int count(String state) throws Exception {
        return read("SELECT count(*)::text FROM delivery WHERE week = '2016-W49' AND state = '" + state + "'").stream()
                .mapToInt(Integer::parseInt).sum();
    }

    private List<String> replies(String state) throws Exception {
        return read("SELECT reply FROM delivery WHERE week = '2016-W49' AND reply IS NOT NULL AND state = '" + state + "'");
    }

    private List<String> read(String sql) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
