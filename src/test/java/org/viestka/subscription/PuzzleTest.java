package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.Chromium;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;
import org.viestka.support.WellConnected;

import com.microsoft.playwright.Page;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

@QuarkusTest
@TestProfile(PuzzleTest.On.class)
class PuzzleTest {

    public static class On implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("viestka.subscription.proof-of-work", "10", "viestka.embed.origins", WellConnected.NEWSPAPER);
        }
    }

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
    void a_form_with_its_puzzle_solved_is_taken_and_without_it_comes_back_as_it_was() {
        var stamp = guard.stamp();
        clock.advance(Duration.ofSeconds(5));
        var answer = post(READER, stamp, "");
        assertThat(answer.statusCode()).isEqualTo(400);
        var page = Jsoup.parse(answer.asString());
        assertThat(page.selectFirst("[role=alert] li").text())
                .isEqualTo("Please press the button once more and wait a few seconds.");
        assertThat(page.selectFirst("input[name=email]").attr("value")).isEqualTo(READER);
        assertThat(page.selectFirst("form[data-proof-bits]").attr("data-proof-bits")).isEqualTo("10");
        assertThat(road.find(READER)).isNull();
        assertThat(post(READER, stamp, solve(stamp, READER)).statusCode()).isEqualTo(200);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void who_was_asked_once_more_is_not_asked_again_because_of_the_puzzle() {
        var page = Jsoup.parse(given().formParams(Map.of("email", READER, "edition", "en", "lang", "en", "remarks", "x"))
                .post("/subscribe").then().statusCode(400).extract().asString());
        var stamp = page.selectFirst("input[name=stamp]").val();
        page = Jsoup.parse(given().formParams(Map.of("email", READER, "edition", "en", "stamp", stamp, "again",
                page.selectFirst("input[name=again]").val())).post("/subscribe").then().statusCode(400).extract().asString());
        assertThat(page.select("textarea")).as("nothing to be filled again").isEmpty();
        given().formParams(Map.of("email", READER, "edition", "en", "stamp", stamp, "proof", solve(stamp, READER), "again",
                page.selectFirst("input[name=again]").val())).post("/subscribe").then().statusCode(200);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void who_comes_from_a_site_of_others_presses_our_button_at_once() {
        for (var site : List.of(WellConnected.NEWSPAPER, "https://somebody.example")) {
            slate.wipe();
            var page = Jsoup.parse(given().header("Origin", site).formParams(Map.of("email", READER, "edition", "en"))
                    .post("/subscribe").asString());
            var stamp = page.selectFirst("input[name=stamp]").val();
            given().formParams(Map.of("email", READER, "edition", "en", "stamp", stamp, "proof", solve(stamp, READER), "again",
                    page.selectFirst("input[name=again]").val())).post("/subscribe").then().statusCode(200);
            assertThat(road.mailsTo(READER)).hasSize(1);
        }
    }

    @Test
    void a_solution_is_good_for_one_address_and_one_day() {
        var stamp = guard.stamp();
        var proof = solve(stamp, READER);
        clock.advance(Duration.ofSeconds(5));
        assertThat(post("zhdan@reader.example", stamp, proof).statusCode()).isEqualTo(400);
        assertThat(post(READER, null, proof).statusCode()).isEqualTo(400);
        clock.advance(Duration.ofHours(24));
        var late = post(READER, stamp, proof);
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(Jsoup.parse(late.asString()).selectFirst("input[name=stamp]").attr("value")).isEqualTo(guard.stamp());
        assertThat(road.find(READER)).isNull();
    }

    @Test
    void a_program_takes_a_challenge_and_solves_it_as_well() {
        var challenge = given().get("/api/subscriptions/challenge").then().statusCode(200).body("bits", equalTo(10)).extract()
                .jsonPath().getString("stamp");
        clock.advance(Duration.ofSeconds(5));
        json("").then().statusCode(400).body("violations.field", contains("proof"));
        json(", \"stamp\": \"" + challenge + "\", \"proof\": \"" + solve(challenge, READER) + "\"").then().statusCode(202);
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void pages_may_run_one_script_of_ours_and_nothing_else_may() {
        assertThat(given().get("/subscribe?lang=en").header("Content-Security-Policy")).startsWith("default-src 'none';")
                .endsWith("; script-src 'self'").doesNotContain("unsafe");
        assertThat(Jsoup.parse(given().get("/en").asString()).select("script").eachAttr("src"))
                .containsExactly("/viestka-proof.js");
        given().get("/viestka-proof.js").then().statusCode(200);
        assertThat(given().get("/api/subscriptions/challenge").header("Content-Security-Policy"))
                .doesNotContain("script-src");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/subscribe?lang=be", "/embed?lang=be"})
    void a_browser_solves_it_by_itself(String form) {
        try (var chromium = Chromium.start(); var visit = chromium.visit("be", true)) {
            var page = visit.open(form).page;
            clock.advance(Duration.ofSeconds(5));
            page.locator("input[type=email]").fill(READER);
            page.locator("form.subscribe button").click();
            page.locator("h1", new Page.LocatorOptions().setHasText("Праверце пошту")).waitFor();
        }
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    @Test
    void who_has_no_script_is_told() {
        try (var chromium = Chromium.start(); var visit = chromium.visit("ru", false)) {
            visit.open("/subscribe?lang=ru");
            assertThat(visit.page.locator("noscript").isVisible()).isTrue();
            visit.assertFits("the form without its script");
        }
    }

    private static Response post(String email, String stamp, String proof) {
        return given().formParams(Map.of("email", email, "edition", "en", "lang", "en", "stamp", stamp == null ? "" : stamp,
                "proof", proof)).post("/subscribe");
    }

    private static Response json(String more) {
        return given().contentType(ContentType.JSON).body("{\"email\": \"" + READER + "\", \"edition\": \"en\"" + more + "}")
                .post("/api/subscriptions");
    }

    private static String solve(String stamp, String email) {
        return Stream.iterate(0, i -> i + 1).map(String::valueOf).filter(proof -> Puzzle.isSolved(stamp, email, proof, 10))
                .findFirst().orElseThrow();
    }
}
