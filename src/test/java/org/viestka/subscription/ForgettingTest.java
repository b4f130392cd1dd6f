package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.ConfirmationCount;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ForgettingTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    MailCatcher mail;
    @Inject
    UnconfirmedRetention forgetting;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void what_nobody_confirms_in_three_days_is_forgotten_and_the_link_with_it() {
        Road.signUp(READER, "en", "en");
        var link = road.linkTo(READER);
        clock.advance(Duration.ofHours(72).minusSeconds(1));
        forgetting.forget();
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);
        given().get(link).then().statusCode(200);
        clock.advance(Duration.ofSeconds(1));
        forgetting.forget();
        assertThat(road.find(READER)).isNull();
        given().get(link).then().statusCode(404);
    }

    @Test
    void a_newer_link_gives_more_time() {
        Road.signUp(READER, "en", "en");
        road.sendAll();
        clock.advance(Duration.ofHours(48));
        Road.signUp(READER, "en", "en");
        var link = road.linkTo(READER);
        clock.advance(Duration.ofHours(71));
        forgetting.forget();
        given().post(link).then().statusCode(200);
        clock.advance(Duration.ofDays(365));
        forgetting.forget();
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void who_left_and_does_not_come_back_keeps_no_trace_of_having_been_asked_for() {
        road.subscribed(READER, "en", "en", SubscriberStatus.UNSUBSCRIBED);
        QuarkusTransaction.requiringNew().run(() -> Subscriber.update("confirmedAt", clock.instant()));
        Road.signUp(READER, "be-ru", "be");
        assertThat(road.find(READER).askedLanguage).isEqualTo("be");
        road.sendAll();
        clock.advance(Duration.ofHours(72));
        forgetting.forget();
        assertThat(road.find(READER).askedAt).isNull();
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @Test
    void many_are_forgotten_in_batches_and_nobody_else() {
        var others = List.of(SubscriberStatus.ACTIVE, SubscriberStatus.PAUSED, SubscriberStatus.UNSUBSCRIBED,
                SubscriberStatus.BOUNCED, SubscriberStatus.COMPLAINED);
        others.forEach(status -> road.subscribed(status + "@reader.example", "en", "en", status));
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 2 * UnconfirmedRetention.AT_ONCE + 1; i++) {
                Subscriber.create(Road.address("p" + i + "@reader.example"), "en", "en", SubscriberStatus.PENDING,
                        org.viestka.subscriber.ConsentSource.FORM, road.vault, clock.instant()).persist();
            }
        });
        clock.advance(Duration.ofHours(72));
        forgetting.forget();
        assertThat(QuarkusTransaction.requiringNew().call(() -> Subscriber.count())).isEqualTo(others.size());
    }

    @Test
    void while_the_relay_is_down_whose_mail_still_waits_is_not_forgotten() {
        Road.signUp(READER, "en", "en");
        mail.refuse(true);
        try {
            road.sendAll();
            clock.advance(Duration.ofHours(72));
            forgetting.forget();
            assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);
        } finally {
            mail.refuse(false);
        }
    }

    @Test
    void three_mails_are_all_that_an_address_ever_gets_though_its_sign_ups_are_forgotten() {
        for (int week = 0; week < 6; week++) {
            Road.signUp(READER, "en", "en");
            assertThat(road.mailsTo(READER)).hasSize(Math.min(week + 1, 3));
            clock.advance(Duration.ofDays(7));
            forgetting.forget();
            assertThat(road.find(READER)).isNull();
        }
    }

    @Test
    void who_confirms_can_have_three_more_some_day_but_none_within_the_day() {
        Road.signUp(READER, "en", "en");
        given().post(road.linkTo(READER));
        var leave = "/unsubscribe/" + road.vault.unsubscribeToken(road.find(READER).id);
        given().formParam("leave", "yes").post(leave);
        Road.signUp(READER, "en", "en");
        assertThat(road.mailsTo(READER)).hasSize(1);
        clock.advance(Duration.ofDays(1));
        forgetting.forget();
        assertThat(QuarkusTransaction.requiringNew().call(() -> ConfirmationCount.count())).isZero();
        Road.signUp(READER, "en", "en");
        assertThat(road.mailsTo(READER)).hasSize(2);
    }
}
