package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.SubscriberStatus;
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
    void who_sends_the_form_sooner_than_a_person_can_is_asked_once_more_and_goes_on_at_once() {
        var stamp = stampOfPage("/en");
        var again = asked(post(Map.of("stamp", stamp)));
        assertThat(road.mailsTo(READER)).isEmpty();
        assertThat(road.find(READER)).isNull();
        assertThat(given().formParams(again).post("/subscribe").statusCode()).isEqualTo(200);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"en | just press the button again | Check your inbox",
            "be | проста націсніце кнопку яшчэ раз | Праверце пошту", "ru | просто нажмите кнопку ещё раз | Проверьте почту"})
    void whose_browser_fills_the_hidden_field_is_asked_once_more_with_all_that_was_typed(String language, String words,
            String check) {
        var answer = post(Map.of("remarks", "https://reader.example", "edition", "be-ru", "lang", language, "discreet", "yes"));
        assertThat(answer.statusCode()).isEqualTo(400);
        var page = Jsoup.parse(answer.asString());
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo(language);
        assertThat(page.selectFirst("[role=alert] li").text()).contains(words);
        assertThat(page.select("textarea, script")).as("nothing to be filled again, no script").isEmpty();
        assertThat(page.text()).doesNotContain(check);
        var again = asked(answer);
        assertThat(again).containsEntry("email", READER).containsEntry("edition", "be-ru").containsEntry("discreet", "yes")
                .containsEntry("lang", language);
        assertThat(road.find(READER)).isNull();
        assertThat(Jsoup.parse(given().formParams(again).post("/subscribe").asString()).selectFirst("h1").text())
                .isEqualTo(check);
        assertThat(road.mailsTo(READER)).hasSize(1);
        assertThat(road.find(READER).discreet).isTrue();
    }

    @Test
    void a_robot_that_fills_everything_gets_nothing_by_one_form() {
        for (var path : List.of("/subscribe?lang=en", "/en", "/be")) {
            var form = Jsoup.parse(given().get(path).asString()).selectFirst("form.subscribe");
            var fields = new HashMap<String, String>();
            form.select("[name]").forEach(field -> fields.put(field.attr("name"),
                    List.of("hidden", "radio", "checkbox").contains(field.attr("type")) ? field.val() : READER));
            fields.put("again", "anything");
            clock.advance(Duration.ofMinutes(1));
            assertThat(post(fields).statusCode()).as(path).isEqualTo(400);
        }
        assertThat(road.find(READER)).isNull();
    }

    @Test
    void what_one_address_was_asked_again_lets_in_no_other_and_nobody_after_a_day() {
        var again = asked(post(Map.of("remarks", "x"))).get("again");
        post(Map.of("remarks", "x", "again", again, "email", "zhdan@reader.example")).then().statusCode(400);
        post(Map.of("remarks", "x", "again", guard.stamp())).then().statusCode(400);
        clock.advance(Duration.ofHours(24));
        post(Map.of("remarks", "x", "again", again)).then().statusCode(400);
        assertThat(road.outboxRows()).isZero();
        clock.advance(Duration.ofSeconds(-1));
        post(Map.of("remarks", "x", "again", again)).then().statusCode(200);
    }

    @Test
    void the_question_is_the_same_whatever_is_known_of_the_address() {
        var stamp = stampOfPage("/en");
        var answers = new HashSet<String>();
        for (var status : SubscriberStatus.values()) {
            var email = status.name().toLowerCase() + "@reader.example";
            road.subscribed(email, "en", "en", status);
            answers.add(post(Map.of("email", email, "remarks", "x", "stamp", stamp)).asString().replace(email, READER)
                    .replaceAll("(name=\"again\" value=)\"[^\"]+", "$1"));
        }
        answers.add(
                post(Map.of("remarks", "x", "stamp", stamp)).asString().replaceAll("(name=\"again\" value=)\"[^\"]+", "$1"));
        assertThat(answers).hasSize(1);
    }

    @Test
    void json_is_under_the_same_rules() {
        var stamp = given().get("/api/subscriptions/challenge").then().statusCode(200).extract().jsonPath();
        assertThat(stamp.getInt("bits")).isZero();
        json("\"stamp\": \"" + stamp.getString("stamp") + "\"").then().statusCode(400).body("violations.field",
                contains("stamp"));
        json("\"remarks\": \"https://robot.example\"").then().statusCode(400).body("violations.field", contains("remarks"));
        assertThat(road.find(READER)).isNull();
        clock.advance(Duration.ofSeconds(2));
        json("\"stamp\": \"" + stamp.getString("stamp") + "\", \"remarks\": \"\"").then().statusCode(202);
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
    void a_forged_stamp_is_asked_about_once_more(String stamp) {
        var again = asked(post(Map.of("stamp", stamp)));
        assertThat(road.find(READER)).isNull();
        given().formParams(again).post("/subscribe").then().statusCode(200);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void a_token_from_a_mail_is_no_stamp_and_a_stamp_opens_no_link() {
        var reader = road.subscribed("zhdan@reader.example", "en", "en",
                SubscriberStatus.ACTIVE);
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
        var trap = page.selectFirst("textarea[name=remarks]");
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

    /** What a person sends who presses the button of a form that asks once more. */
    private static Map<String, String> asked(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        var form = Jsoup.parse(answer.asString()).selectFirst("form.subscribe");
        assertThat(form.select("[name=again]")).hasSize(1);
        return form.select("[name]").stream().filter(field -> !field.attr("type").matches("radio|checkbox")
                || field.hasAttr("checked")).collect(Collectors.toMap(field -> field.attr("name"), field -> field.val()));
    }
}
