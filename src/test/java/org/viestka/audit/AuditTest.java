package org.viestka.audit;

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

    @Test
    void it_is_found_by_who_what_how_and_when() {
        signIn.asEditor().post("/api/test/texts/1").then().statusCode(204);
        clock.advance(Duration.ofDays(1));
        signIn.asAdmin().post("/api/test/texts/2").then().statusCode(204);
        signIn.asAdmin().delete("/api/tokens/7b1f0000-0000-4000-8000-000000000000").then().statusCode(404);
        found("?actor=ihar", "/api/test/texts/1");
        found("?resource=/api/tokens", "/api/tokens/7b1f0000-0000-4000-8000-000000000000");
        found("?resource=/api/test/texts&method=post", "/api/test/texts/2", "/api/test/texts/1");
        found("?resource=%25");
        found("?method=DELETE&actor=ihar");
        found("?to=2016-12-14", "/api/test/texts/1");
        found("?from=2016-12-15&method=POST", "/api/test/texts/2");
        signIn.asAdmin().get("/api/audit?from=2016-13-01&to=%2B999999999-01-01").then().statusCode(400)
                .body("violations.field", equalTo(List.of("from", "to")));
    }

    private void found(String query, String... resources) {
        signIn.asAdmin().urlEncodingEnabled(false).get("/api/audit" + query).then().statusCode(200)
                .body("items.resource", equalTo(List.of(resources)));
        var lines = signIn.asAdmin().urlEncodingEnabled(false).get("/api/audit/export" + query).then().statusCode(200)
                .contentType("text/csv").extract().asString().split("\r\n");
        assertThat(lines).hasSize(resources.length + 1);
        assertThat(lines[0]).isEqualTo("id,at,actor,actor_id,role,method,resource,status,note");
        for (int i = 0; i < resources.length; i++) {
            assertThat(lines[i + 1]).contains("," + resources[i] + ",");
        }
    }

    @Test
    void a_name_that_is_given_again_is_another() {
        signIn.asEditor().post("/api/test/texts/1").then().statusCode(204);
        String id = signIn.asAdmin().get("/api/users").path("items.find { it.name == 'ihar' }.id");
        signIn.asAdmin().delete("/api/users/" + id).then().statusCode(204);
        signIn.asEditor().post("/api/test/texts/2").then().statusCode(204);
        assertThat(signIn.asAdmin().get("/api/audit?actor=ihar").<List<String>>path("items.actorId")).doesNotHaveDuplicates()
                .hasSize(2).endsWith(id);
    }

    @Test
    void what_is_answered_again_is_not_noted_again() {
        for (int i = 0; i < 2; i++) {
            signIn.asAdmin().header("Idempotency-Key", "once").contentType("application/json")
                    .body(Map.of("name", "import", "role", "editor")).post("/api/tokens").then().statusCode(201);
        }
        assertThat(entries()).hasSize(1);
    }

    @Test
    void the_export_is_whole_however_long_it_is() throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("INSERT INTO audit_entry (at, actor, role, method, resource, status)"
                    + " SELECT now(), 'hanna', 'admin', 'POST', '/api/x/' || n, 200 FROM generate_series(1, 2500) n");
        }
        var lines = signIn.asAdmin().get("/api/audit/export").then().statusCode(200).extract().asString().split("\r\n");
        assertThat(lines).hasSize(2501).doesNotHaveDuplicates();
    }

    private List<Map<String, Object>> entries() {
        return signIn.asAdmin().get("/api/audit").path("items");
    }
}
