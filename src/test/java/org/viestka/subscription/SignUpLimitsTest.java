package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;
import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

@QuarkusTest
class SignUpLimitsTest {

    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    SignUpLimits limits;
    @Inject
    Vault vault;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() {
        slate.wipe();
        clock.set(Instant.parse("2016-12-14T09:10:00Z"));
    }

    @Test
    void one_network_has_so_many_sign_ups_an_hour_by_form_and_api_together() {
        for (int i = 0; i < 50; i++) {
            json("reader" + i).then().statusCode(202);
            Road.signUp("other" + i + "@example.org", "en", "en").then().statusCode(200);
        }
        json("late").then().statusCode(429).header("Retry-After", "3000").contentType("application/problem+json");
        Road.signUp("late@example.org", "be-ru", "be").then().statusCode(429).contentType("text/html")
                .body(containsString("Занадта шмат спроб"));
        clock.advance(Duration.ofMinutes(50));
        json("late").then().statusCode(202);
    }

    @Test
    void what_a_stranger_says_of_where_they_come_from_does_not_count() {
        for (int i = 0; i < 100; i++) {
            json("reader" + i).then().statusCode(202);
        }
        given().header("X-Forwarded-For", "203.0.113.9").header("Forwarded", "for=203.0.113.9").contentType(ContentType.JSON)
                .body("{\"email\": \"late@example.org\", \"edition\": \"en\"}").post("/api/subscriptions").then()
                .statusCode(429);
    }

    @Test
    void the_counts_name_no_network_and_go_after_a_day() throws SQLException {
        json("reader").then().statusCode(202);
        assertThat(rows()).isEqualTo(2);
        clock.advance(Duration.ofHours(23));
        limits.forget();
        assertThat(rows()).isEqualTo(2);
        clock.advance(Duration.ofHours(2));
        limits.forget();
        assertThat(rows()).isZero();
    }

    @Test
    void all_networks_together_have_so_many_an_hour_and_the_log_says_so_once() throws SQLException {
        json("first").then().statusCode(202);
        use("all", 4_999);
        json("last").then().statusCode(202);
        var said = new CopyOnWriteArrayList<Level>();
        var logger = Logger.getLogger(SignUpLimits.class.getName());
        logger.setFilter(entry -> said.add(entry.getLevel()));
        try {
            json("late").then().statusCode(429).header("Retry-After", "3000");
            json("later").then().statusCode(429);
        } finally {
            logger.setFilter(null);
        }
        assertThat(said).extracting(Level::getName).containsExactly("WARN");
        clock.advance(Duration.ofMinutes(50));
        json("late").then().statusCode(202);
    }

    private void use(String network, int times) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("UPDATE sign_up_count SET used = ? WHERE network = ?")) {
            update.setInt(1, times);
            update.setBytes(2, vault.networkHash(network));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static Response json(String name) {
        return given().contentType(ContentType.JSON).body("{\"email\": \"" + name + "@example.org\", \"edition\": \"en\"}")
                .post("/api/subscriptions");
    }

    private int rows() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM sign_up_count WHERE octet_length(network) = 16")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
