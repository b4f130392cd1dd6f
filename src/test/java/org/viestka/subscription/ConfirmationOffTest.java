package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.Hasty;
import org.viestka.support.Slate;

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
    void nobody_but_the_reader_brings_back_who_left() {
        road.subscribed("left@reader.example", "en", "en", SubscriberStatus.UNSUBSCRIBED);
        Road.signUp("left@reader.example", "en", "en");
        assertThat(road.status("left@reader.example")).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        given().post(road.linkTo("left@reader.example"));
        assertThat(road.status("left@reader.example")).isEqualTo(SubscriberStatus.ACTIVE);
    }
}
