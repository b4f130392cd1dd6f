package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
class TokenTest {

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_token_is_shown_once_and_lets_in_until_it_is_removed() {
        var made = make(Map.of("name", "import", "role", "admin")).statusCode(201)
                .body("createdBy", equalTo("alena")).body("expiresAt", nullValue()).extract();
        String token = made.path("token");
        assertThat(token).matches("viestka_[A-Za-z0-9_-]{43}");

        bearer(token).statusCode(200).body("items[0].name", equalTo("import"))
                .body(not(containsString(token))).body("items[0].token", nullValue());
        var location = made.header("Location");
        signIn.asAdmin().get(location).then().statusCode(200).body(not(containsString("viestka_")));

        signIn.asAdmin().delete(location).then().statusCode(204);
        bearer(token).statusCode(401).contentType("application/problem+json");
        signIn.asAdmin().delete(location).then().statusCode(404);
    }

    @Test
    void a_token_expires() {
        String token = make(Map.of("name", "import", "role", "admin", "expiresAt", "2016-12-14T10:00:00Z")).extract()
                .path("token");
        clock.advance(Duration.ofMinutes(59));
        bearer(token).statusCode(200);
        clock.advance(Duration.ofMinutes(1));
        given().header("Accept-Language", "be").header("Authorization", "Bearer " + token).get("/api/tokens").then()
                .statusCode(401).header("WWW-Authenticate", startsWith("Basic"))
                .body("detail", equalTo("Увайдзіце, калі ласка."));
    }

    @Test
    void a_token_has_one_role() {
        String token = make(Map.of("name", "texts", "role", "editor")).extract().path("token");
        bearer(token).statusCode(403);
        given().header("Authorization", "bearer " + token).get("/api/test/texts").then().statusCode(200);
    }

    @Test
    void a_token_that_reports_bounces_may_do_nothing_else() {
        String token = make(Map.of("name", "postfix", "role", "bounces")).statusCode(201).body("role", equalTo("bounces"))
                .extract().path("token");
        report(token).statusCode(200).body("kind", equalTo("not-a-bounce"));
        signIn.asAdmin().get("/api/audit?actor=token:postfix").then().body("items[0].role", equalTo("bounces"));

        bearer(token).statusCode(403).contentType("application/problem+json");
        for (var path : new String[]{"/api/account", "/api/test/texts", "/api/bounces/../tokens", "/api/issues"}) {
            with(token).get(path).then().statusCode(403);
        }
        with(token).delete("/api/account/sessions").then().statusCode(403);
        with(token).contentType("application/json").body(Map.of("password", "twelve letters")).put("/api/account/password")
                .then()
                .statusCode(403);
        with(token).get("/api/bounces").then().statusCode(405);
    }

    @Test
    void only_an_admin_has_others_report_bounces() {
        String token = make(Map.of("name", "postfix", "role", "bounces")).extract().path("token");
        signIn.asAdmin().contentType("application/json")
                .body(Map.of("name", "zoja", "password", SignIn.PASSWORD, "role", "admin")).post("/api/users").then()
                .statusCode(201);
        var alena = asZoja().get("/api/users").<String>path("items.find { it.name == 'alena' }.id");
        asZoja().contentType("application/json").body(Map.of("role", "editor")).patch("/api/users/" + alena).then()
                .statusCode(200);
        report(token).statusCode(401);
        given().auth().preemptive().basic(SignIn.ADMIN, SignIn.PASSWORD).contentType("message/rfc822")
                .body("Subject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/bounces").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "viestka_", "garbage", "viestka_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "а б",
            "' or 1=1"})
    void garbage_lets_nobody_in(String token) {
        bearer(token).statusCode(401).contentType("application/problem+json");
    }

    @Test
    void its_use_is_noted_to_the_minute() {
        String token = make(Map.of("name", "import", "role", "admin")).extract().path("token");
        bearer(token).body("items[0].lastUsedAt", equalTo("2016-12-14T09:00:00Z"));
        clock.advance(Duration.ofSeconds(59));
        bearer(token).body("items[0].lastUsedAt", equalTo("2016-12-14T09:00:00Z"));
        clock.advance(Duration.ofSeconds(1));
        bearer(token).body("items[0].lastUsedAt", equalTo("2016-12-14T09:01:00Z"));
    }

    @Test
    void a_token_may_do_no_more_than_whoever_made_it() {
        String token = make(Map.of("name", "import", "role", "admin")).extract().path("token");
        String other = given().header("Authorization", "Bearer " + token).contentType("application/json")
                .body(Map.of("name", "child", "role", "admin")).post("/api/tokens").then().statusCode(201)
                .body("createdBy", equalTo("token:import")).extract().path("token");
        String second = signIn.asAdmin().contentType("application/json")
                .body(Map.of("name", "zoja", "password", SignIn.PASSWORD, "role", "admin")).post("/api/users").path("id");
        assertThat(second).isNotNull();
        var alena = asZoja().get("/api/users").<String>path("items.find { it.name == 'alena' }.id");
        asZoja().contentType("application/json").body(Map.of("role", "editor")).patch("/api/users/" + alena).then()
                .statusCode(200);
        bearer(token).statusCode(403);
        asZoja().contentType("application/json").body(Map.of("disabled", true)).patch("/api/users/" + alena).then()
                .statusCode(200);
        bearer(token).statusCode(401);
        bearer(other).statusCode(401);
        asZoja().delete("/api/users/" + alena).then().statusCode(204);
        asZoja().get("/api/tokens").then().body("total", equalTo(0));
    }

    private static RequestSpecification asZoja() {
        return given().auth().preemptive().basic("zoja", SignIn.PASSWORD);
    }

    @Test
    void everything_wrong_is_told_at_once() {
        make(Map.of("name", "a b", "expiresAt", "2016-12-14T09:00:00Z")).statusCode(400)
                .body("violations.field", hasItems("name", "role", "expiresAt"));
    }

    @Test
    void a_name_is_given_once() {
        make(Map.of("name", "import", "role", "admin")).statusCode(201);
        make(Map.of("name", "import", "role", "editor")).statusCode(409);
    }

    @Test
    void what_is_not_there_is_not_found() {
        signIn.asAdmin().delete("/api/tokens/" + UUID.randomUUID()).then().statusCode(404);
        signIn.asAdmin().get("/api/tokens/" + UUID.randomUUID()).then().statusCode(404);
    }

    private ValidatableResponse make(Map<String, String> token) {
        return signIn.asAdmin().contentType("application/json").body(token).post("/api/tokens").then();
    }

    private static ValidatableResponse bearer(String token) {
        return with(token).get("/api/tokens").then();
    }

    private static ValidatableResponse report(String token) {
        return with(token).contentType("message/rfc822")
                .body("Subject: On holiday\r\n\r\nBack soon.\r\n".getBytes(StandardCharsets.UTF_8)).post("/api/bounces")
                .then();
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
