package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AuditTest {

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @Inject
    MovableClock clock;

    @Inject
    AuditRetention retention;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_change_is_noted_with_who_what_when_and_how_it_ended() {
        signIn.asEditor().post("/api/test/texts/7").then().statusCode(204);
        assertThat(entries()).hasSize(1).first().satisfies(entry -> assertThat(entry)
                .containsEntry("at", "2016-12-14T09:00:00Z").containsEntry("actor", "ihar").containsEntry("role", "editor")
                .containsEntry("method", "POST").containsEntry("resource", "/api/test/texts/7").containsEntry("status", 204));
    }

    @Test
    void entries_go_after_the_retention_time_and_no_sooner() throws Exception {
        signIn.asEditor().post("/api/test/texts/7").then().statusCode(204);
        clock.advance(Duration.ofDays(364));
        signIn.asEditor().post("/api/test/texts/8").then().statusCode(204);
        retention.forget();
        assertThat(entries()).hasSize(2);

        clock.advance(Duration.ofDays(2));
        retention.forget();
        assertThat(entries()).extracting(entry -> entry.get("resource")).containsExactly("/api/test/texts/8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM audit_entry", "UPDATE audit_entry SET actor = 'nobody'", "TRUNCATE audit_entry",
            "SELECT forget_audit(now())", "SELECT forget_audit(now() - interval '29 days')"})
    void nobody_takes_anything_back(String sql) throws Exception {
        signIn.asEditor().post("/api/test/texts/7").then().statusCode(204);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class)
                    .hasMessageContaining("audit trail");
        }
        assertThat(entries()).hasSize(1);
    }

    @Test
    void a_machine_is_told_from_a_person() {
        String token = signIn.asAdmin().contentType("application/json").body(Map.of("name", "import", "role", "editor"))
                .post("/api/tokens").path("token");
        given().header("Authorization", "Bearer " + token).post("/api/test/texts/7").then().statusCode(204);
        assertThat(entries()).extracting(entry -> entry.get("actor")).containsExactly("token:import", "alena");
    }

    @Test
    void a_refused_call_is_noted_too() {
        signIn.asEditor().delete("/api/users/7b1f0000-0000-4000-8000-000000000000").then().statusCode(403);
        signIn.asAdmin().contentType("application/json").body("{").post("/api/users").then().statusCode(400);
        signIn.asAdmin().post("/api/test/broken").then().statusCode(500);
        assertThat(entries()).extracting(entry -> entry.get("actor") + " " + entry.get("status"))
                .containsExactly("alena 500", "alena 400", "ihar 403");
    }

    @Test
    void reading_and_strangers_are_not_noted() {
        signIn.asAdmin().get("/api/users").then().statusCode(200);
        signIn.asAdmin().head("/api/users").then().statusCode(200);
        given().post("/api/test/texts/7").then().statusCode(401);
        given().auth().preemptive().basic("alena", "a wrong password").post("/api/test/texts/7").then().statusCode(401);
        assertThat(entries()).isEmpty();
    }

    @Test
    void no_address_gets_in() {
        signIn.asEditor().post("/api/test/texts/7?address=reader@example.org").then().statusCode(204);
        for (var address : List.of("reader@example.org", "reader%40example.org", "reader%2540example.org")) {
            signIn.asEditor().urlEncodingEnabled(false).post("/api/test/texts/" + address).then().statusCode(204);
        }
        assertThat(entries()).hasSize(4).extracting(entry -> entry.get("resource"))
                .containsOnly("/api/test/texts/7", "/api/test/texts/…");
    }

    @Test
    void it_is_read_by_pages_newest_first_by_admins_alone() {
        for (int i = 1; i <= 3; i++) {
            signIn.asEditor().post("/api/test/texts/" + i).then().statusCode(204);
        }
        signIn.asAdmin().get("/api/audit?page=1&size=2").then().statusCode(200).body("total", equalTo(3))
                .body("items.resource", equalTo(List.of("/api/test/texts/1")));
        signIn.asEditor().get("/api/audit").then().statusCode(403);
        signIn.asAdmin().get("/api/audit?page=-1").then().statusCode(400);
    }

    private List<Map<String, Object>> entries() {
        return signIn.asAdmin().get("/api/audit").path("items");
    }
}
