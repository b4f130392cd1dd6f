package org.viestka.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The database takes no writes, as one that has become a standby. */
@QuarkusTest
class StandbyTest {

    private static final int MOST_TRIES = 200;

    @Inject
    AgroalDataSource database;

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @BeforeEach
    void becomeStandby() throws SQLException {
        slate.wipe();
        signIn.asAdmin();
        execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
        database.flush(FlushMode.ALL);
        await(503);
    }

    @AfterEach
    void becomePrimary() throws SQLException {
        promote();
        await(200);
    }

    private void promote() throws SQLException {
        execute("SET default_transaction_read_only = off", "ALTER DATABASE postgres RESET default_transaction_read_only");
    }

    @Test
    void readiness_tells_and_liveness_does_not() {
        given().get("/q/health/live").then().statusCode(200);
        assertThat(given().get("/q/health/ready").jsonPath()
                .getString("checks.find { it.name == 'database takes writes' }.status")).isEqualTo("DOWN");
    }

    @Test
    void a_form_is_answered_by_a_page_in_the_readers_language() {
        var answer = given().accept("text/html").formParams(Map.of("email", "nadzeya@reader.example", "edition", "be-ru",
                "lang", "be")).post("/subscribe");
        assertUnavailable(answer, "text/html");
        assertThat(Jsoup.parse(answer.asString()).text()).contains("Сэрвіс зараз не мае доступу да сваіх даных.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/commentaries", "/api/subscribers", "/api/tokens"})
    void whoever_writes_by_the_api_is_told_to_try_again(String path) {
        var body = switch (path) {
            case "/api/subscribers" -> "{\"email\":\"a@reader.example\",\"edition\":\"en\"}";
            case "/api/tokens" -> "{\"name\":\"a\",\"role\":\"editor\"}";
            default -> "{\"rubric\":\"security-issues\",\"week\":\"2016-W49\",\"trend\":\"improved\",\"translations\":"
                    + "{\"en\":{\"title\":\"a\",\"summary\":\"b\",\"body\":\"c\"}}}";
        };
        assertUnavailable(signIn().contentType("application/json").body(body).post(path), "application/problem+json");
    }

    @Test
    void a_list_is_refused_as_a_whole() {
        assertUnavailable(signIn().contentType("text/csv").body("email\na@reader.example\n")
                .post("/api/subscribers/imports?edition=en"), "application/problem+json");
    }

    @Test
    void pages_are_still_to_be_read() {
        given().get("/be").then().statusCode(200);
        given().get("/en/weeks").then().statusCode(200);
    }

    @Test
    void all_goes_on_by_itself_once_there_is_a_primary_though_connections_to_the_standby_are_left() throws SQLException {
        promote();
        int status = 0;
        for (int tries = 0; status != 202 && tries < MOST_TRIES; tries++) {
            status = given().contentType("application/json").body("{\"email\":\"a@reader.example\",\"edition\":\"en\"}")
                    .post("/api/subscriptions").statusCode();
        }
        assertThat(status).isEqualTo(202);
    }

    private RequestSpecification signIn() {
        return given().auth().preemptive().basic(SignIn.ADMIN, SignIn.PASSWORD);
    }

    private static void assertUnavailable(Response answer, String type) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith(type);
        assertThat(answer.header("Retry-After")).isEqualTo("10");
    }

    private static void await(int status) {
        int found = 0;
        // A look is taken each second.
        for (var end = Instant.now().plusSeconds(30); found != status && Instant.now().isBefore(end);) {
            found = given().get("/q/health/ready").statusCode();
        }
        assertThat(found).isEqualTo(status);
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
