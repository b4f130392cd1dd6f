package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.web.Problem;

import io.agroal.api.AgroalDataSource;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
class FailedSignInsTest {

    private static final String HOME = "c0a80001";
    private static final String ABROAD = "cb007101";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    MovableClock clock;
    @Inject
    FailedSignIns failed;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void wipe() {
        slate.wipe();
        // Long after other tests have changed the keys: when that happens, counting begins anew.
        clock.advance(Duration.ofDays(3_650));
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
    void many_guesses_at_once_get_no_further_than_ten() {
        signIn.asAdmin();
        var guesses = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> basic(SignIn.ADMIN, "guess " + i).statusCode())).toList();
        assertThat(guesses.stream().map(CompletableFuture::join).filter(status -> status == 401)).hasSize(10);
    }

    @Test
    void a_network_has_fifty_failures_over_all_names() {
        for (int i = 0; i < 50; i++) {
            failed.begin("name" + i, ABROAD);
        }
        assertShut("another", ABROAD, Duration.ofMinutes(15));
        failed.begin("another", HOME);
    }

    @Test
    void a_stranger_shuts_nobody_out_of_where_they_sign_in() {
        failed.succeeded(failed.begin("hanna", HOME));
        for (int i = 0; i < 50; i++) {
            failed.begin("name" + i, HOME);
        }
        for (int i = 0; i < 10; i++) {
            failed.begin("hanna", ABROAD);
        }
        assertShut("hanna", ABROAD, Duration.ofMinutes(15));
        failed.succeeded(failed.begin("hanna", HOME));

        for (int i = 0; i < 10; i++) {
            failed.begin("hanna", HOME);
        }
        assertShut("hanna", HOME, Duration.ofMinutes(15));
    }

    @Test
    void a_place_is_forgotten_after_two_weeks() {
        failed.succeeded(failed.begin("hanna", HOME));
        clock.advance(Duration.ofDays(14));
        for (int i = 0; i < 10; i++) {
            failed.begin("hanna", ABROAD);
        }
        assertShut("hanna", HOME, Duration.ofMinutes(15));
    }

    @Test
    void failures_lapse_one_by_one_and_a_success_forgets_them() {
        for (int i = 0; i < 10; i++) {
            failed.begin("hanna", ABROAD);
            clock.advance(Duration.ofMinutes(1));
        }
        assertShut("hanna", ABROAD, Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(5));
        failed.succeeded(failed.begin("hanna", ABROAD));
        for (int i = 0; i < 10; i++) {
            failed.begin("hanna", ABROAD);
        }
        assertShut("hanna", ABROAD, Duration.ofMinutes(15));
    }

    @Test
    void neither_names_nor_networks_are_kept_and_nothing_for_long() throws Exception {
        failed.begin("hanna", ABROAD);
        failed.succeeded(failed.begin("zoja", HOME));
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT key FROM failed_sign_in UNION ALL SELECT key FROM known_network")) {
            int found = 0;
            while (rows.next()) {
                assertThat(rows.getBytes(1)).hasSize(16);
                found++;
            }
            assertThat(found).isEqualTo(3);
        }
        clock.advance(Duration.ofMinutes(15));
        failed.forget();
        assertThat(count("failed_sign_in")).isZero();
        assertThat(count("known_network")).isEqualTo(1);
        clock.advance(Duration.ofDays(14));
        failed.forget();
        assertThat(count("known_network")).isZero();
    }

    private void assertShut(String name, String network, Duration wait) {
        assertThatThrownBy(() -> failed.begin(name, network)).isInstanceOf(AuthenticationFailedException.class)
                .cause().extracting(problem -> ((Problem) problem).getResponse().getHeaderString("Retry-After"))
                .isEqualTo(String.valueOf(wait.toSeconds()));
    }

    private long count(String table) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Response basic(String name, String password) {
        return given().auth().preemptive().basic(name, password).get("/api/users");
    }
}
