package org.viestka.commentary;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.publication.Trend;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
@TestSecurity(user = "anna", roles = "editor")
class CommentaryInputTest {

    private static final CommentaryInput ELITE = Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.UNCHANGED);

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_query_that_makes_no_sense_is_told_why() {
        given().get("/api/commentaries?week=2016-W54").then().statusCode(400).body("violations.field", contains("week"));
        given().get("/api/commentaries?status=DELETED").then().statusCode(400).body("violations.field", contains("status"));
        given().get("/api/commentaries?size=201").then().statusCode(400).body("violations.field", contains("size"));
        given().get("/api/commentaries?page=-1").then().statusCode(400).body("violations.field", contains("page"));
    }

    @Test
    void everything_wrong_is_told_at_once() {
        var long1 = "a".repeat(301);
        var long2 = "a".repeat(2_001);
        var long3 = "a".repeat(100_001);
        // More than a stranger may send.
        signIn.asEditor().contentType(ContentType.JSON).header("Accept-Language", "ru").body("""
                {"rubric": "sports", "week": "2016-W54", "translations": {
                  "be": {"title": " \\u0000 ", "summary": null, "body": ""},
                  "ru": {"title": "%s", "summary": "%s", "body": "%s"}, "en": null,
                  "fr": {"title": "T", "summary": "S", "body": "B"}}}""".formatted(long1, long2, long3))
                .post("/api/commentaries").then().statusCode(400).contentType("application/problem+json")
                .header("Content-Language", "ru")
                .body("violations.field", containsInAnyOrder("rubric", "week", "trend", "translations.be.title",
                        "translations.be.summary", "translations.be.body", "translations.ru.title",
                        "translations.ru.summary", "translations.ru.body", "translations.en", "translations.fr"))
                .body("violations.message", hasItem("Такой рубрики нет."))
                .body("violations.message", hasItem(containsString("300")));
        given().get("/api/commentaries").then().body("total", equalTo(0));
    }

    @Test
    void a_commentary_needs_a_translation() {
        for (var translations : new String[]{"{}", "null"}) {
            given().contentType(ContentType.JSON).body("""
                    {"rubric": "ruling-elite", "week": "2016-W49", "trend": "steady", "translations": %s}"""
                    .formatted(translations)).post("/api/commentaries").then().statusCode(400)
                    .body("violations.field", containsInAnyOrder("trend", "translations"));
        }
    }

    @Test
    void what_cannot_be_read_is_no_fault_of_the_server() {
        for (var body : new String[]{"", "null", "[]", "{", "{\"rubrik\": 1}", "{\"translations\": {\"en\": 5}}",
                "{\"position\": \"first\"}"}) {
            given().contentType(ContentType.JSON).body(body).post("/api/commentaries").then().statusCode(400)
                    .contentType("application/problem+json");
        }
        given().contentType(ContentType.TEXT).body("x").post("/api/commentaries").then().statusCode(415);
        given().contentType(ContentType.JSON).body("\"" + "a".repeat(3_000_000) + "\"").post("/api/commentaries").then()
                .statusCode(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.0", "1e400", "99999999999", "\"first\"", "{}"})
    void a_position_that_is_no_whole_number_is_named(String position) {
        given().contentType(ContentType.JSON).body("{\"position\": " + position + "}").post("/api/commentaries").then()
                .statusCode(400).body("violations.field", contains("position"));
    }

    @Test
    void signs_nobody_sees_are_taken_out() {
        post(Samples.english(Samples.WEEK, "A\u0000 title\r\n  of two lines\u202f\ue000", "One\r\nTwo\u0007", "Body\u0001"))
                .statusCode(201)
                .body("translations.en.title", equalTo("A title of two lines\u202f"))
                .body("translations.en.summary", equalTo("One\nTwo")).body("translations.en.body", equalTo("Body"));
    }

    @Test
    @TestSecurity(user = "reader", roles = "reader")
    void without_the_role_nothing_is_given() {
        given().get("/api/commentaries").then().statusCode(403).contentType("application/problem+json");
        post(ELITE).statusCode(403);
    }

    @Test
    @TestSecurity
    void without_sign_in_nothing_is_given() {
        given().get("/api/commentaries").then().statusCode(401).header("WWW-Authenticate", containsString("Basic"));
        post(ELITE).statusCode(401);
    }

    private static ValidatableResponse post(CommentaryInput input) {
        return given().contentType(ContentType.JSON).body(input).post("/api/commentaries").then();
    }
}
