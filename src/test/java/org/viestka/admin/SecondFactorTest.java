package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.Authenticator;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
class SecondFactorTest {

    private static final String FACTOR = "/api/account/second-factor";
    private static final String ANYTHING = "/api/test/texts";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void it_counts_once_the_telephone_has_shown_a_code() {
        signIn.asEditor().get("/api/account").then().statusCode(200).body("name", equalTo("ihar"))
                .body("role", equalTo("editor")).body("secondFactor", equalTo(false));
        var proposed = signIn.asEditor().post(FACTOR).then().statusCode(201)
                .body("uri", startsWith("otpauth://totp/Viestka:ihar?secret=")).extract();
        String secret = proposed.path("secret");
        assertThat(secret).matches("[A-Z2-7]{32}");
        assertThat(proposed.<String>path("uri")).contains("secret=" + secret + "&issuer=Viestka");
        signIn.asEditor().get(ANYTHING).then().statusCode(200);

        confirm("000000").statusCode(400).body("violations.field", equalTo(List.of("code")));
        List<String> codes = confirm(Authenticator.code(secret, clock.instant())).statusCode(200).extract()
                .path("recoveryCodes");
        assertThat(codes).hasSize(8).doesNotHaveDuplicates();

        signIn.asEditor().header("Accept-Language", "be").get(ANYTHING).then().statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .body("detail", equalTo("Увядзіце яшчэ код з праграмы-аўтэнтыфікатара (загаловак X-TOTP)."));
        clock.advance(Duration.ofSeconds(30));
        with(Authenticator.code(secret, clock.instant())).get("/api/account").then().statusCode(200)
                .body("secondFactor", equalTo(true)).body("recoveryCodesLeft", equalTo(8));
    }

    @Test
    void a_code_signs_in_once_and_its_elders_no_more() {
        var secret = setUp();
        clock.advance(Duration.ofMinutes(5));
        var now = clock.instant();
        with(Authenticator.code(secret, now)).get(ANYTHING).then().statusCode(200);
        with(Authenticator.code(secret, now)).get(ANYTHING).then().statusCode(401);
        with(Authenticator.code(secret, now.minusSeconds(30))).get(ANYTHING).then().statusCode(401);
        with(Authenticator.code(secret, now.plusSeconds(30))).get(ANYTHING).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, 60, 3600})
    void a_clock_that_is_further_off_is_told_so(int seconds) {
        var secret = setUp();
        clock.advance(Duration.ofMinutes(5));
        with(Authenticator.code(secret, clock.instant().plusSeconds(seconds))).get(ANYTHING).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12345", "1234567", "１２３４５６", "abcdef", "' or 1=1", "\u202e123456"})
    void what_is_no_code_opens_nothing(String code) {
        setUp();
        with(code).get(ANYTHING).then().statusCode(401);
    }

    @Test
    void codes_are_guessed_no_oftener_than_passwords() {
        var secret = setUp();
        clock.advance(Duration.ofMinutes(5));
        for (int i = 0; i < 10; i++) {
            with("00000" + i).get(ANYTHING).then().statusCode(401);
        }
        with(Authenticator.code(secret, clock.instant())).get(ANYTHING).then().statusCode(429);
    }

    @Test
    void a_lost_telephone_is_replaced_by_paper_each_line_once() {
        var secret = propose();
        List<String> codes = confirm(Authenticator.code(secret, clock.instant())).extract().path("recoveryCodes");
        with(codes.get(0)).delete(FACTOR).then().statusCode(204);
        signIn.asEditor().get(ANYTHING).then().statusCode(200);

        var next = propose();
        List<String> others = confirm(Authenticator.code(next, clock.instant())).extract().path("recoveryCodes");
        with(codes.get(1)).get(ANYTHING).then().statusCode(401);
        with(others.get(3).toUpperCase(Locale.ROOT)).get(ANYTHING).then().statusCode(200);
        with(others.get(3)).get(ANYTHING).then().statusCode(401);
    }

    @Test
    void an_admin_helps_whoever_has_lost_both() {
        setUp();
        var users = signIn.asAdmin().get("/api/users").then().extract();
        assertThat(users.<Boolean>path("items.find { it.name == 'ihar' }.secondFactor")).isTrue();
        String id = users.path("items.find { it.name == 'ihar' }.id");
        signIn.asAdmin().delete("/api/users/" + id + "/second-factor").then().statusCode(204);
        signIn.asEditor().get(ANYTHING).then().statusCode(200);
    }

    @Test
    void there_is_one_at_a_time() {
        var secret = setUp();
        clock.advance(Duration.ofMinutes(5));
        with(Authenticator.code(secret, clock.instant())).post(FACTOR).then().statusCode(409);
        clock.advance(Duration.ofMinutes(5));
        with(Authenticator.code(secret, clock.instant())).contentType("application/json").body(Map.of("code", "123456"))
                .put(FACTOR).then().statusCode(409);
    }

    @Test
    void a_secret_that_is_put_into_anothers_row_opens_nothing() throws Exception {
        var secret = setUp();
        signIn.asAdmin().post(FACTOR).then().statusCode(201);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("UPDATE second_factor f SET secret = g.secret, confirmed_at = g.confirmed_at FROM second_factor g"
                    + " WHERE g.confirmed_at IS NOT NULL AND f.confirmed_at IS NULL");
        }
        clock.advance(Duration.ofMinutes(5));
        signIn.asAdmin().header("X-TOTP", Authenticator.code(secret, clock.instant())).get(ANYTHING).then().statusCode(500)
                .contentType("application/problem+json");
    }

    @Test
    void of_two_calls_with_one_code_one_comes_in() throws Exception {
        var secret = setUp();
        clock.advance(Duration.ofMinutes(5));
        var code = Authenticator.code(secret, clock.instant());
        var first = CompletableFuture.supplyAsync(() -> with(code).get(ANYTHING).statusCode());
        var second = with(code).get(ANYTHING).statusCode();
        assertThat(List.of(first.get(), second)).containsExactlyInAnyOrder(200, 401);
    }

    private String setUp() {
        var secret = propose();
        confirm(Authenticator.code(secret, clock.instant())).statusCode(200);
        return secret;
    }

    private String propose() {
        return signIn.asEditor().post(FACTOR).then().statusCode(201).extract().path("secret");
    }

    private ValidatableResponse confirm(String code) {
        return signIn.asEditor().contentType("application/json").body(Map.of("code", code)).put(FACTOR).then();
    }

    private static RequestSpecification with(String code) {
        return given().auth().preemptive().basic(SignIn.EDITOR, SignIn.PASSWORD).header("X-TOTP", code);
    }
}
