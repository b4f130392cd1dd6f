package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MailCatcher;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

@QuarkusTest
class BadInputTest {

    @Inject
    Road road;

    @Inject
    Slate slate;

    @Inject
    MailCatcher mail;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "''              | Увядзіце, калі ласка, свой адрас электроннай пошты.",
            "nadzeya         | Гэта не адрас электроннай пошты. Ён мае выглядаць так: name@example.org.",
            "<b>\"x\"@y.by   | Гэта не адрас электроннай пошты. Ён мае выглядаць так: name@example.org.",
            "надзея@почта.by | Лісты на адрас з такімі літарамі перад знакам @ часта не даходзяць."
                    + " Увядзіце, калі ласка, адрас лацінскімі літарамі."})
    void an_error_stands_beside_the_field_and_nothing_typed_is_lost(String email, String error) {
        var answer = Road.signUp(email, "be-ru", "be");
        assertThat(answer.statusCode()).isEqualTo(400);
        var page = Jsoup.parse(answer.asString());
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo("be");
        var field = page.selectFirst("input[name=email]");
        assertThat(field.attr("value")).isEqualTo(email);
        assertThat(field.attr("aria-invalid")).isEqualTo("true");
        assertThat(page.getElementById(field.attr("aria-describedby")).text()).isEqualTo(error);
        assertThat(page.select("[name=edition][checked]").eachAttr("value")).containsExactly("be-ru");
        assertThat(page.selectFirst("input[name=lang]").attr("value")).isEqualTo("be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uk", "", "be-ru\r\nx: y"})
    void an_unknown_edition_is_told(String edition) {
        var answer = Road.signUp("nadzeya@reader.example", edition, "en");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("There is no such edition.");
        assertThat(Jsoup.parse(answer.asString()).selectFirst("input[name=email]").attr("value"))
                .isEqualTo("nadzeya@reader.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com\\r\\nRCPT TO:<v@e.net>", "x\\nBcc: v@e.net <a@example.com>", "a@b.c (name)",
            "name <a@b.c>", "a@b\\u0000.c", "", "a@[127.0.0.1]", "\\\"a\\\"@b.c", "a..b@c.d", "a@b"})
    void what_could_smuggle_is_refused_and_stored_nowhere(String email) {
        var answer = given().contentType(ContentType.JSON).header("Accept-Language", "en")
                .body("{\"email\":\"" + email + "\",\"edition\":\"en\"}").post("/api/subscriptions");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("violations[0].field")).isEqualTo("email");
        assertThat(answer.asString()).doesNotContain("e.net");
        assertThat(road.outboxRows()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"email\":\"a@reader.example\",\"edition\":\"uk\"} | edition",
            "{\"email\":\"a@reader.example\"} | edition",
            "{\"email\":\"a@reader.example\",\"edition\":\"en\",\"language\":\"fr\"} | language",
            "{\"edition\":\"en\"} | email"})
    void the_field_at_fault_is_named(String body, String field) {
        var answer = given().contentType(ContentType.JSON).body(body).post("/api/subscriptions");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("violations[0].field")).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\"x\":1}", "\n[]", " 1", "null", "}", "]", ",", " x", "\u0000"})
    void what_stands_behind_the_object_is_not_passed_over(String behind) throws Exception {
        var answer = Road.post("/api/subscriptions", "application/json",
                "{\"email\":\"nadzeya@reader.example\",\"edition\":\"en\"}" + behind);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"message\":\"This cannot be read");
        assertThat(road.outboxRows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t"})
    void blanks_behind_the_object_are_nothing(String behind) throws Exception {
        assertThat(Road.post("/api/subscriptions", "application/json",
                "{\"email\":\"nadzeya@reader.example\",\"edition\":\"en\"}" + behind).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/subscribe", "/api/subscriptions", "/unsubscribe/unknown"})
    void parts_in_a_charset_that_nobody_knows_are_answered(String path) throws Exception {
        for (var charset : List.of("", " ", "'utf-8'", "\"", "x y", "a,b")) {
            assertThat(Road
                    .post(path, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n"
                            + "Content-Type: text/plain; charset=" + charset + "\r\n\r\nnadzeya@reader.example\r\n--x--\r\n")
                    .statusCode())
                    .isEqualTo(path.startsWith("/unsubscribe") ? 404 : 415);
        }
    }

    @Test
    void a_megabyte_is_refused_quickly() throws Exception {
        var huge = "a".repeat(1 << 20) + "@b.c";
        var begun = System.nanoTime();
        assertThat(Road.post("/api/subscriptions", "application/json", "{\"email\":\"" + huge + "\",\"edition\":\"en\"}")
                .statusCode()).isEqualTo(413);
        assertThat(Road.post("/api/subscriptions", "application/json", "[".repeat(1 << 20)).statusCode()).isEqualTo(413);
        assertThat(Road.post("/subscribe", "application/x-www-form-urlencoded", "edition=en&email=" + huge).statusCode())
                .isEqualTo(413);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"00A0", "200B", "FEFF", "200E", "202C", "2069", "00AD", "3000", "FE0F", "180E", "FFFC"})
    void an_invisible_sign_around_a_field_is_taken_off_and_inside_it_is_named(String code) {
        var sign = Character.toString(Integer.parseInt(code, 16));
        Road.signUp(sign + "nadzeya@reader.example" + sign + " ", sign + "en ", " en" + sign).then().statusCode(200);
        given().contentType(ContentType.JSON).body("{\"email\":\"" + sign + "zhdan@reader.example" + sign
                + "\",\"edition\":\" en" + sign + "\",\"language\":\"" + sign + "ru \"}").post("/api/subscriptions").then()
                .statusCode(202);
        assertThat(road.mailsTo("nadzeya@reader.example")).hasSize(1);
        assertThat(road.mailsTo("zhdan@reader.example")).hasSize(1);

        var page = Jsoup.parse(Road.signUp("nad" + sign + "zeya@reader.example", "be-ru", "be").asString());
        assertThat(page.getElementById("email-error").text()).contains("нябачны знак");
        var json = given().contentType(ContentType.JSON).body("{\"email\":\"a" + sign + "b@reader.example\",\"edition\":\"en\","
                + "\"language\":\"ru\"}").post("/api/subscriptions");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.jsonPath().getString("violations[0].message")).contains("невидимый знак");
    }

    @Test
    void people_and_their_assistive_tools_do_not_meet_the_hidden_field() {
        var field = Jsoup.parse(given().get("/subscribe?lang=en").asString()).selectFirst("textarea[name=remarks]");
        assertThat(field.attr("tabindex")).isEqualTo("-1");
        assertThat(field.attr("autocomplete")).isEqualTo("off");
        assertThat(field.closest("[aria-hidden=true]")).isNotNull();
    }

    @Test
    void letters_and_domains_are_folded_into_one_reader() {
        Road.signUp("Nadzeya@Reader.EXAMPLE", "en", "en");
        Road.signUp("nadzeya@reader.example", "en", "en");
        Road.signUp(" zhdanko@пошта.бел ", "en", "en");
        Road.signUp("zhdanko@xn--80a1acn3a.xn--90ais", "en", "en");
        assertThat(road.mailsTo("Nadzeya@reader.example")).hasSize(1);
        assertThat(road.mailsTo("zhdanko@xn--80a1acn3a.xn--90ais")).hasSize(1);
        assertThat(mail.all()).hasSize(2);
    }
}
