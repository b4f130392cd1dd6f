package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
class SessionTest {

    private static final String ANYTHING = "/api/test/texts";

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
    void it_lets_in_for_half_a_day() {
        var session = begin();
        assertThat(session).matches("viestka_session_[A-Za-z0-9_-]{43}");
        bearer(session).get("/api/account").then().statusCode(200).body("name", equalTo("ihar"))
                .body("role", equalTo("editor"));
        clock.advance(Duration.ofHours(12).minusSeconds(1));
        bearer(session).get(ANYTHING).then().statusCode(200);
        clock.advance(Duration.ofSeconds(1));
        bearer(session).get(ANYTHING).then().statusCode(401);
    }

    @Test
    void it_has_the_role_of_its_user_as_it_is_now() {
        var session = begin();
        bearer(session).get("/api/users").then().statusCode(403);
        change(Map.of("role", "admin"));
        bearer(session).get("/api/users").then().statusCode(200);
    }

    @Test
    void it_changes_neither_password_nor_second_factor_and_makes_no_other() {
        var session = begin();
        bearer(session).contentType("application/json").body(Map.of("password", "long enough to keep"))
                .put("/api/account/password").then().statusCode(403)
                .body("detail", equalTo("For this, sign in with your name and password."));
        for (var path : new String[]{"/api/account/second-factor", "/api/account/sessions"}) {
            bearer(session).post(path).then().statusCode(403);
        }
        bearer(session).delete("/api/account/second-factor").then().statusCode(403);
    }

    @Test
    void it_ends_when_its_user_says_so() {
        var session = begin();
        bearer(session).delete("/api/account/sessions").then().statusCode(204);
        bearer(session).get(ANYTHING).then().statusCode(401);
    }

    @Test
    void it_ends_with_the_password() {
        var session = begin();
        signIn.asEditor().contentType("application/json").body(Map.of("password", "short")).put("/api/account/password").then()
                .statusCode(400);
        signIn.asEditor().contentType("application/json").body(Map.of("password", "long enough to keep"))
                .put("/api/account/password").then().statusCode(204);
        bearer(session).get(ANYTHING).then().statusCode(401);
        given().auth().preemptive().basic(SignIn.EDITOR, "long enough to keep").get(ANYTHING).then().statusCode(200);
        var other = begin("long enough to keep");
        change(Map.of("password", "set by an admin"));
        bearer(other).get(ANYTHING).then().statusCode(401);
    }

    @Test
    void it_ends_with_its_user_for_good() {
        var session = begin();
        change(Map.of("disabled", true));
        bearer(session).get(ANYTHING).then().statusCode(401);
        change(Map.of("disabled", false));
        bearer(session).get(ANYTHING).then().statusCode(401);
        var other = begin();
        signIn.asAdmin().delete("/api/users/" + id()).then().statusCode(204);
        bearer(other).get(ANYTHING).then().statusCode(401);
    }

    private String begin() {
        signIn.asEditor();
        return begin(SignIn.PASSWORD);
    }

    private static String begin(String password) {
        return given().auth().preemptive().basic(SignIn.EDITOR, password).post("/api/account/sessions").then().statusCode(201)
                .extract().path("token");
    }

    private void change(Map<String, Object> change) {
        signIn.asAdmin().contentType("application/json").body(change).patch("/api/users/" + id()).then().statusCode(200);
    }

    private String id() {
        return signIn.asAdmin().get("/api/users").path("items.find { it.name == 'ihar' }.id");
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
