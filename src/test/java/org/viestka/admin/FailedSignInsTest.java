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
import io.restassured.response.Response;

@QuarkusTest
class FailedSignInsTest {

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
    void ten_failures_shut_the_door_until_they_lapse() {
        signIn.asAdmin().contentType("application/json")
                .body(Map.of("name", "brute", "password", SignIn.PASSWORD, "role", "admin")).post("/api/users").then()
                .statusCode(201);
        for (int i = 0; i < 10; i++) {
            basic("brute", "guess " + i).then().statusCode(401);
        }
        basic("brute", SignIn.PASSWORD).then().statusCode(429).contentType("application/problem+json")
                .header("Retry-After", "900").body("status", equalTo(429));
        basic(SignIn.ADMIN, SignIn.PASSWORD).then().statusCode(200);
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        basic("brute", SignIn.PASSWORD).then().statusCode(429);
        clock.advance(Duration.ofSeconds(1));
        basic("brute", SignIn.PASSWORD).then().statusCode(200);
    }

    @Test
    void a_name_that_nobody_has_is_shut_like_any_other() {
        for (int i = 0; i < 10; i++) {
            basic("brute-force", "guess " + i).then().statusCode(401);
        }
        basic("brute-force", "guess").then().statusCode(429);
    }

    @Test
    void ten_thousand_other_names_push_the_oldest_out() {
        var failed = new FailedSignIns();
        for (int i = 0; i < FailedSignIns.MOST; i++) {
            failed.add("first", MovableClock.WEDNESDAY);
            failed.add("second", MovableClock.WEDNESDAY);
        }
        for (int i = 0; i < 9_999; i++) {
            failed.add("other " + i, MovableClock.WEDNESDAY);
        }
        assertThat(failed.delay("first", MovableClock.WEDNESDAY)).isEqualTo(Duration.ZERO);
        assertThat(failed.delay("second", MovableClock.WEDNESDAY)).isEqualTo(Duration.ofMinutes(15));
    }

    private static Response basic(String name, String password) {
        return given().auth().preemptive().basic(name, password).get("/api/users");
    }
}
