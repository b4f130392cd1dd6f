package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.AddressFailures;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.support.Lists;
import org.viestka.support.MovableClock;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.LinkPurpose;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** The ways back of whoever bounced or complained. */
@QuarkusTest
class BouncedReaderTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    MovableClock clock;
    @Inject
    AddressFailures failures;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @EnumSource(names = {"BOUNCED", "COMPLAINED", "UNSUBSCRIBED"})
    void who_is_gone_comes_back_by_the_form_with_what_they_choose_there(SubscriberStatus status) {
        gone(status);
        Road.signUp(READER, "be-ru", "ru");
        assertThat(road.status(READER)).isEqualTo(status);
        var mail = road.mailsTo(READER)[0];
        assertThat(Road.header(mail, "Content-Language")).isEqualTo("[ru]");
        assertThat(Road.part(mail, 0)).contains("BE/RU");
        var page = Jsoup.parse(given().get(road.linkTo(READER)).then().statusCode(200).extract().asString());
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo("ru");
        assertThat(page.text()).contains("BE/RU");
        assertThat(road.find(READER).edition).isEqualTo("en");

        for (int time = 0; time < 2; time++) {
            given().post(road.linkTo(READER)).then().statusCode(200);
        }
        var reader = road.find(READER);
        assertThat(reader.status).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(reader.edition).isEqualTo("be-ru");
        assertThat(reader.language).isEqualTo("ru");
        assertThat(reader.leadingLanguage).isEqualTo("ru");
        assertThat(reader.bouncedAt).isNull();
        assertThat(reader.askedEdition).isNull();
    }

    @Test
    void the_api_brings_back_as_the_form_does() {
        gone(SubscriberStatus.BOUNCED);
        given().contentType(ContentType.JSON).body(Map.of("email", READER, "edition", "be-ru", "language", "be"))
                .post("/api/subscriptions").then().statusCode(202);
        given().post(road.linkTo(READER)).then().statusCode(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void the_failures_of_before_do_not_count_any_more() throws Exception {
        var reader = road.subscribed(READER, "en", "en", SubscriberStatus.ACTIVE).id;
        clock.advance(Duration.ofDays(7));
        assertThat(failures.report(reader, Samples.WEEK, clock.instant(), "relay.example.org", "550 5.1.1 no such user"))
                .isFalse();
        clock.advance(Duration.ofDays(7));
        assertThat(failures.report(reader, Samples.WEEK.next(), clock.instant(), "relay.example.org", "550 5.1.1 no such user"))
                .isTrue();
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.BOUNCED);
        clock.advance(Duration.ofDays(1));
        Road.signUp(READER, "en", "en");
        given().post(road.linkTo(READER));
        clock.advance(Duration.ofDays(7));
        // The same report once more, and one failure more: neither is two in a row.
        assertThat(failures.report(reader, Samples.WEEK.next(), clock.instant(), "relay.example.org", "550 5.1.1 no such user"))
                .isFalse();
        assertThat(failures.report(reader, Samples.WEEK.next().next(), clock.instant(), "relay.example.org",
                "550 5.1.1 no such user")).isFalse();
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
        clock.advance(Duration.ofDays(7));
        assertThat(failures.report(reader, Samples.WEEK.next().next().next(), clock.instant(), "relay.example.org",
                "550 5.1.1 no such user"))
                .isTrue();
    }

    @Test
    void nobody_bombs_an_address_that_bounced() {
        gone(SubscriberStatus.BOUNCED);
        for (int day = 0; day < 6; day++) {
            for (int time = 0; time < 5; time++) {
                Road.signUp(READER, "en", "en");
            }
            assertThat(road.mailsTo(READER)).hasSize(Math.min(day + 1, 3));
            clock.advance(Duration.ofHours(24));
        }
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.BOUNCED);
    }

    @Test
    void a_link_of_before_confirms_nothing() {
        var reader = road.subscribed(READER, "en", "en", SubscriberStatus.ACTIVE).id;
        var old = "/confirm/" + road.vault.token(LinkPurpose.CONFIRM, reader, clock.instant());
        clock.advance(Duration.ofHours(1));
        change(subscriber -> subscriber.bounce("mx.reader.example", "550 5.1.1 no such user", clock.instant()));
        given().get(old).then().statusCode(404);
        given().post(old).then().statusCode(404);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.BOUNCED);
    }

    @Test
    void a_mail_that_waits_when_its_reader_complains_is_not_sent() {
        Road.signUp(READER, "en", "en");
        assertThat(road.outboxRows()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        change(subscriber -> subscriber.become(SubscriberStatus.COMPLAINED, clock.instant()));
        assertThat(road.mailsTo(READER)).isEmpty();
    }

    @Test
    void the_settings_say_that_mail_came_back_and_go_on_with_it() {
        var token = road.vault.unsubscribeToken(gone(SubscriberStatus.BOUNCED));
        given().formParam("token", token).post("/preferences/link").then().statusCode(200);
        var link = road.linkTo(READER);
        var page = Jsoup.parse(given().get(link).asString());
        assertThat(page.text()).contains("Our letters to you came back");
        assertThat(page.select("main form button").eachAttr("value")).contains("save", "resume", "leave")
                .doesNotContain("pause");
        given().formParam("act", "pause").post(link).then().statusCode(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.BOUNCED);
        given().formParam("act", "resume").post(link).then().statusCode(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void the_own_data_say_when_and_why_mail_came_back() {
        var token = road.vault.unsubscribeToken(gone(SubscriberStatus.BOUNCED));
        given().formParam("token", token).post("/own-data/link").then().statusCode(200);
        given().formParam("act", "export").post(road.linkTo(READER)).then().statusCode(200)
                .body("status", equalTo("bounced")).body("bouncedRelay", equalTo("mx.reader.example"))
                .body("bouncedReply", equalTo("550 5.1.1 no such user")).body("bouncedAt", equalTo("2016-12-14T09:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"BOUNCED, bounced", "COMPLAINED, complained"})
    void who_was_erased_by_an_admin_after_it_comes_back_by_the_form_alone(SubscriberStatus status, String reason) {
        var path = "/api/subscribers/" + gone(status);
        signIn.asAdmin().delete(path).then().statusCode(204);
        signIn.asAdmin().get("/api/suppressions?address=" + READER).then().statusCode(200).body("reason", equalTo(reason));
        lists.take("?edition=en", "email\n" + READER + "\n").body("suppressed", equalTo(1));
        assertThat(road.find(READER)).isNull();
        Road.signUp(READER, "en", "en");
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);
        signIn.asAdmin().get("/api/suppressions?address=" + READER).then().statusCode(200);
        given().post(road.linkTo(READER)).then().statusCode(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
        signIn.asAdmin().get("/api/suppressions?address=" + READER).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual", "requested"})
    void an_admins_never_stays_also_after_a_complaint(String reason) {
        gone(SubscriberStatus.COMPLAINED);
        Road.signUp(READER, "en", "en");
        var link = road.linkTo(READER);
        signIn.asAdmin().contentType(ContentType.JSON).body(Map.of("email", READER, "reason", reason))
                .post("/api/suppressions").then().statusCode(201).body("reason", equalTo(reason));
        given().post(link).then().statusCode(404);
        clock.advance(Duration.ofDays(2));
        Road.signUp(READER, "en", "en");
        assertThat(road.mailsTo(READER)).hasSize(1);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.COMPLAINED);
    }

    /** An English reader to whom that has happened. */
    private UUID gone(SubscriberStatus status) {
        var reader = road.subscribed(READER, "en", "en", SubscriberStatus.ACTIVE).id;
        change(subscriber -> {
            if (status == SubscriberStatus.BOUNCED) {
                subscriber.bounce("mx.reader.example", "550 5.1.1 no such user", clock.instant());
            } else {
                subscriber.become(status, clock.instant());
            }
            if (status == SubscriberStatus.COMPLAINED) {
                Suppression.add(Road.address(READER), Suppression.Reason.COMPLAINED, road.vault, clock.instant());
            }
        });
        return reader;
    }

    private void change(Consumer<Subscriber> act) {
        QuarkusTransaction.requiringNew()
                .run(() -> act.accept(Subscriber.findByAddress(Road.address(READER), road.vault).orElseThrow()));
    }
}
