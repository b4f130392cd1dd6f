package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;
import org.viestka.vault.LinkPurpose;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

@QuarkusTest
class FormGuardTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    FormGuard guard;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void who_sends_the_form_sooner_than_a_person_can_gets_the_answer_and_no_mail() {
        var stamp = stampOfPage("/en");
        var hasty = whole(post(Map.of("stamp", stamp)));
        assertThat(road.mailsTo(READER)).isEmpty();
        assertThat(road.find(READER)).isNull();
        clock.advance(Duration.ofSeconds(2));
        assertThat(whole(post(Map.of("stamp", stamp)))).isEqualTo(hasty);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void json_is_under_the_same_rules() {
        var stamp = given().get("/api/subscriptions/challenge").then().statusCode(200).extract().jsonPath();
        assertThat(stamp.getInt("bits")).isZero();
        var hasty = whole(json("\"stamp\": \"" + stamp.getString("stamp") + "\""));
        assertThat(whole(json("\"website\": \"https://robot.example\""))).isEqualTo(hasty);
        assertThat(road.find(READER)).isNull();
        clock.advance(Duration.ofSeconds(2));
        assertThat(whole(json("\"stamp\": \"" + stamp.getString("stamp") + "\""))).isEqualTo(hasty);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void a_page_from_a_cache_serves_for_weeks() {
        var stamp = stampOfPage("/be");
        clock.advance(Duration.ofDays(20));
        assertThat(post(Map.of("stamp", stamp)).statusCode()).isEqualTo(200);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void a_form_on_a_site_of_others_has_no_stamp_and_needs_none() {
        post(Map.of("stamp", ""));
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "%", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_forged_stamp_is_a_robots(String stamp) {
        assertThat(post(Map.of("stamp", stamp)).statusCode()).isEqualTo(200);
        assertThat(road.find(READER)).isNull();
    }

    @Test
    void a_token_from_a_mail_is_no_stamp_and_a_stamp_opens_no_link() {
        var reader = road.subscribed("zhdan@reader.example", "en", "en",
                org.viestka.subscriber.SubscriberStatus.ACTIVE);
        post(Map.of("stamp", road.vault.token(LinkPurpose.CONFIRM, reader.id, clock.instant().minusSeconds(60))));
        assertThat(road.find(READER)).isNull();
        given().get("/preferences/" + guard.stamp()).then().statusCode(404);
        given().get("/own-data/" + guard.stamp()).then().statusCode(404);
    }

    @Test
    void who_corrects_a_mistake_need_not_wait_again() {
        var stamp = stampOfPage("/en");
        clock.advance(Duration.ofSeconds(5));
        var again = Jsoup.parse(post(Map.of("stamp", stamp, "email", "nadzeya", "discreet", "yes")).asString());
        assertThat(again.selectFirst("input[name=stamp]").attr("value")).isEqualTo(stamp);
        assertThat(again.selectFirst("input[name=discreet]").hasAttr("checked")).isTrue();
        post(Map.of("stamp", again.selectFirst("input[name=stamp]").attr("value")));
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void nothing_of_it_is_to_be_seen_heard_or_reached_by_key_and_no_script_is_needed() {
        var page = Jsoup.parse(given().get("/subscribe?lang=en").asString());
        assertThat(page.selectFirst("input[name=stamp]").attr("type")).isEqualTo("hidden");
        var trap = page.selectFirst("input[name=website]");
        assertThat(trap.attr("tabindex")).isEqualTo("-1");
        assertThat(trap.closest(".visually-hidden[aria-hidden=true]")).isNotNull();
        assertThat(page.select("script, noscript, input[name=proof]")).isEmpty();
    }

    @Test
    void a_page_that_differs_by_its_stamp_alone_is_the_same_to_caches() {
        var first = given().get("/en");
        clock.advance(Duration.ofSeconds(20));
        var second = given().get("/en");
        assertThat(second.asString()).isNotEqualTo(first.asString());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        given().header("If-None-Match", first.header("ETag")).get("/en").then().statusCode(304);
    }

    private static String stampOfPage(String path) {
        return Jsoup.parse(given().get(path).asString()).selectFirst("form input[name=stamp]").attr("value");
    }

    private static Response post(Map<String, String> more) {
        var fields = new HashMap<>(Map.of("email", READER, "edition", "en", "lang", "en"));
        fields.putAll(more);
        return given().formParams(fields).post("/subscribe");
    }

    private static Response json(String more) {
        return given().contentType(ContentType.JSON).body("{\"email\": \"" + READER + "\", \"edition\": \"en\", " + more + "}")
                .post("/api/subscriptions");
    }

    private static String whole(Response answer) {
        return answer.statusCode() + "\n" + answer.headers() + "\n" + answer.asString();
    }
}
