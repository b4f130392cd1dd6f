package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.support.Hasty;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;

@QuarkusTest
@TestProfile(Hasty.class)
class ConfirmationOffTest {

    @Inject
    Road road;

    @Inject
    Slate slate;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_sign_up_is_active_at_once_and_told_so() {
        var page = Jsoup.parse(Road.signUp("nadzeya@reader.example", "en", "en").asString());
        assertThat(page.selectFirst("h1").text()).isEqualTo("You have been successfully subscribed");
        var json = given().contentType(ContentType.JSON).body(
                "{\"email\":\"zhdan@reader.example\",\"edition\":\"be-ru\",\"language\":\"be\"}").post("/api/subscriptions");
        assertThat(json.statusCode()).isEqualTo(202);
        assertThat(json.jsonPath().getString("message")).isEqualTo("Вы паспяхова падпісаліся");
        assertThat(road.status("nadzeya@reader.example")).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(road.status("zhdan@reader.example")).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(road.mailsTo("nadzeya@reader.example")).isEmpty();
    }

    @Test
    void who_was_erased_after_a_bounce_or_a_complaint_confirms_all_the_same() {
        for (var reason : List.of(Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED)) {
            var email = reason + "@reader.example";
            QuarkusTransaction.requiringNew()
                    .run(() -> Suppression.add(Road.address(email), reason, road.vault, road.clock.instant()));
            Road.signUp(email, "en", "en");
            assertThat(road.status(email)).isEqualTo(SubscriberStatus.PENDING);
            given().post(road.linkTo(email));
            assertThat(road.status(email)).isEqualTo(SubscriberStatus.ACTIVE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSUBSCRIBED", "BOUNCED", "COMPLAINED"})
    void nobody_but_the_reader_brings_back_who_is_gone(SubscriberStatus status) {
        road.subscribed("left@reader.example", "en", "en", status);
        Road.signUp("left@reader.example", "en", "en");
        assertThat(road.status("left@reader.example")).isEqualTo(status);
        given().post(road.linkTo("left@reader.example"));
        assertThat(road.status("left@reader.example")).isEqualTo(SubscriberStatus.ACTIVE);
    }
}
