package org.viestka.endurance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.endurance.CountingRelay.Behaviour;
import org.viestka.endurance.CountingRelay.Step;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;

/** What a relay's reply means for a message, its reader and the mailing. */
@QuarkusTest
class PolicyTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Week NEXT = Week.parse("2016-W50");
    private static final Week AFTER_NEXT = Week.parse("2016-W51");
    private static final String NO_MAILBOX = "550 5.1.1 <gone@example.org>: no such user gone@example.org here";

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
    MailCatcher mail;
    @Inject
    MovableClock clock;
    @Inject
    Publication publication;
    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    private CountingRelay relay;
    private Edition en;

    @BeforeEach
    void begin() throws IOException {
        slate.wipe();
        en = publication.edition("en").orElseThrow();
        mail.goAway();
        relay = new CountingRelay(port, true);
    }

    @AfterEach
    void end() throws IOException {
        relay.close();
        mail.comeBack();
    }

    @Test
    @TestSecurity(user = "admin", roles = "admin")
    void a_bad_address_fails_with_the_reply_and_is_marked_after_the_second_issue_in_a_row() throws Exception {
        var gone = readers.subscribe("gone@example.org", "en");
        var there = readers.subscribe("there@example.org", "en");
        answer("gone@example.org", NO_MAILBOX);
        send(Samples.WEEK);
        given().get("/api/issues/2016-W49/editions/en/deliveries?status=failed").then().statusCode(200)
                .body("items.size()", equalTo(1)).body("items[0].subscriber", equalTo(gone.toString()))
                .body("items[0].reply", containsString("550 5.1.1")).body("items[0].reply", not(containsString("@")))
                .body("items[0].reply", not(containsString("gone")));
        assertThat(status(gone)).isEqualTo(SubscriberStatus.ACTIVE);

        send(NEXT);
        assertThat(status(gone)).isEqualTo(SubscriberStatus.BOUNCED);
        assertThat(status(there)).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(relay.received().get("there@example.org")).hasSize(2);

        send(AFTER_NEXT);
        assertThat(mailing(AFTER_NEXT).total).isEqualTo(1);
    }

    @Test
    void a_message_that_arrives_in_between_starts_the_count_anew() throws Exception {
        var gone = readers.subscribe("gone@example.org", "en");
        readers.subscribe("there@example.org", "en");
        answer("gone@example.org", NO_MAILBOX);
        send(Samples.WEEK);
        relay.behave((step, recipient, nth) -> Behaviour.GOOD);
        send(NEXT);
        answer("gone@example.org", NO_MAILBOX);
        send(AFTER_NEXT);
        assertThat(mailing(AFTER_NEXT).failed).isEqualTo(1);
        assertThat(status(gone)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    @TestSecurity(user = "admin", roles = "admin")
    void the_same_issue_tried_again_by_hand_counts_once() throws Exception {
        var gone = readers.subscribe("gone@example.org", "en");
        readers.subscribe("there@example.org", "en");
        answer("gone@example.org", NO_MAILBOX);
        send(Samples.WEEK);
        retryFailed();
        assertThat(delivery.deliverDue(LONG)).isTrue();
        assertThat(mailing(Samples.WEEK).failed).isEqualTo(1);
        assertThat(status(gone)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void other_refusals_fail_and_say_nothing_of_the_address() throws Exception {
        var full = readers.subscribe("full@example.org", "en");
        readers.subscribe("there@example.org", "en");
        answer("full@example.org", "552 5.2.2 mailbox full");
        for (var week : List.of(Samples.WEEK, NEXT, AFTER_NEXT)) {
            send(week);
            assertThat(mailing(week).failed).isEqualTo(1);
        }
        assertThat(status(full)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void a_policy_refusal_pauses_the_mailing_says_so_and_touches_no_address() throws Exception {
        var reader = readers.subscribe("reader@example.org", "en");
        answer("reader@example.org", "550 5.7.26 unauthenticated mail is not accepted");
        send(Samples.WEEK);
        var paused = mailing(Samples.WEEK);
        assertThat(paused.state).isEqualTo(MailingState.PAUSED);
        assertThat(paused.reason).isEqualTo("550 5.7.26 unauthenticated mail is not accepted");
        assertThat(status(reader)).isEqualTo(SubscriberStatus.ACTIVE);

        relay.behave((step, recipient, nth) -> Behaviour.GOOD);
        mailings.resume(Samples.WEEK, en);
        assertThat(delivery.deliverDue(LONG)).isTrue();
        assertThat(mailing(Samples.WEEK).sent).isEqualTo(1);
        assertThat(relay.received().get("reader@example.org")).hasSize(1);
    }

    @Test
    void a_temporary_refusal_is_tried_again_later_and_later_until_it_has_failed() throws Exception {
        readers.subscribe("grey@example.org", "en");
        readers.subscribe("quick@example.org", "en");
        answer("grey@example.org", "451 4.7.1 come back later");
        send(Samples.WEEK);
        var begun = clock.instant();
        var last = Duration.ZERO;
        int tries = 1;
        while (mailing(Samples.WEEK).state == MailingState.SENDING) {
            assertThat(mailing(Samples.WEEK).failed).isZero();
            var wait = Duration.between(clock.instant(), nextTry());
            // Half as much again at least, though each wait varies by a quarter, up to four hours.
            assertThat(wait).as("try %d", tries).isGreaterThan(tries < 4 ? last.plus(last.dividedBy(2)) : Duration.ofHours(1))
                    .isLessThan(Duration.ofHours(5).plusSeconds(1));
            last = wait;
            clock.advance(wait);
            assertThat(delivery.deliverDue(LONG)).isTrue();
            tries++;
        }
        assertThat(Duration.between(begun, clock.instant())).isBetween(Duration.ofHours(66), Duration.ofHours(72));
        assertThat(tries).isBetween(15, 30);
        assertThat(mailing(Samples.WEEK).failed).isEqualTo(1);
        assertThat(relay.received().get("quick@example.org")).hasSize(1);
        assertThat(relay.received()).doesNotContainKey("grey@example.org");
    }

    @Test
    @TestSecurity(user = "admin", roles = "admin")
    void failed_ones_can_be_tried_again_and_progress_tells_how_far_it_is() throws Exception {
        readers.subscribe("odd@example.org", "en");
        readers.subscribe(9, "en");
        answer("odd@example.org", "554 5.6.0 I do not like it");
        send(Samples.WEEK);
        given().get("/api/issues/2016-W49/editions/en/progress").then().statusCode(200).body("state", equalTo("finished"))
                .body("total", equalTo(10)).body("sent", equalTo(9)).body("failed", equalTo(1)).body("pending", equalTo(0));

        relay.behave((step, recipient, nth) -> Behaviour.GOOD);
        assertThat(retryFailed()).isEqualTo(1);
        // Nine in the eighteen seconds since it began.
        clock.advance(Duration.ofSeconds(18));
        given().get("/api/issues/2016-W49/editions/en/progress").then().body("state", equalTo("sending"))
                .body("pending", equalTo(1)).body("perSecond", equalTo(0.5f)).body("secondsLeft", equalTo(2));
        assertThat(delivery.deliverDue(LONG)).isTrue();
        given().accept("text/event-stream").get("/api/issues/2016-W49/editions/en/progress").then().statusCode(200)
                .body(containsString("\"sent\":10")).body(containsString("\"state\":\"finished\""));
        assertThat(relay.received().values()).allMatch(messages -> messages.size() == 1).hasSize(10);
    }

    private int retryFailed() {
        return given().post("/api/issues/2016-W49/editions/en/retry-failed").then().statusCode(200).extract()
                .path("retried");
    }

    private void answer(String address, String reply) {
        relay.behave((step, recipient, nth) -> step == Step.RCPT && recipient.equals(address)
                ? Behaviour.reply(reply)
                : Behaviour.GOOD);
    }

    private void send(Week week) throws Exception {
        newsroom.publishIssue(week);
        mailings.assemble(week, en);
        mailings.send(week, en);
        clock.advance(Duration.ofSeconds(1));
        assertThat(delivery.deliverDue(LONG)).isTrue();
    }

    private static Mailing mailing(Week week) {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(week, "en").orElseThrow());
    }

    private static SubscriberStatus status(UUID reader) {
        return QuarkusTransaction.requiringNew().call(() -> Subscriber.<Subscriber>findById(reader).status);
    }

    private static Instant nextTry() {
        return QuarkusTransaction.requiringNew().call(() -> (Instant) Mailing.getEntityManager()
                .createNativeQuery("SELECT next_at FROM delivery WHERE state = 'deferred'", Instant.class).getSingleResult());
    }
}
