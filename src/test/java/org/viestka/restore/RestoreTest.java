package org.viestka.restore;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RestoreTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;
    @ConfigProperty(name = "quarkus.datasource.username")
    String user;
    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void where_it_has_always_been_nothing_waits() {
        assertThatItWaits(false);
        confirm();
        assertThatItWaits(false);
    }

    @Test
    void a_restored_one_waits_for_an_admin_and_says_so_wherever_one_looks() {
        slate.moveDatabase();
        assertThatItWaits(true);
        signIn.asAdmin().header("Accept-Language", "be").get("/api/doctor").then().statusCode(200)
                .body("result", equalTo("error"))
                .body("checks.find { it.check == 'database' }.says", equalTo("Гэтую базу даных аднавілі з рэзервовай копіі,"
                        + " скапіявалі або перанеслі: нічога не адпраўляецца і ніводная рассылка не пачынаецца, пакуль адміністратар"
                        + " не паглядзіць."));
        given().get("/q/health/ready").then().statusCode(200);

        signIn.asEditor().post("/api/restore/confirm").then().statusCode(403);
        assertThatItWaits(true);
        confirm();
        confirm();
        assertThatItWaits(false);
        signIn.asAdmin().get("/api/audit").then().body("items[0].resource", equalTo("/api/restore/confirm"));
    }

    private void confirm() {
        signIn.asAdmin().post("/api/restore/confirm").then().statusCode(200).body("waits", equalTo(false));
    }

    private void assertThatItWaits(boolean waits) {
        signIn.asAdmin().get("/api/restore").then().statusCode(200).body("waits", equalTo(waits));
        given().get("/q/health/well").then().body("checks.find { it.name == 'database at home' }.status",
                equalTo(waits ? "DOWN" : "UP"));
        signIn.asAdmin().get("/api/doctor").then().body("checks.find { it.check == 'database' }.result",
                equalTo(waits ? "error" : "ok"));
    }

    @Test
    void another_database_and_tables_made_anew_are_told_from_where_it_was() throws Exception {
        var script = Files.readString(Path.of("src/main/resources/db/migration/V8__restore.sql"));
        String home;
        try (var connection = DriverManager.getConnection(url, user, password)) {
            home = one(connection, "SELECT identity FROM database_home");
            execute(connection, "CREATE DATABASE elsewhere");
        }
        try (var connection = DriverManager.getConnection(url.replaceFirst("/[^/]+$", "/elsewhere"), user, password)) {
            execute(connection, script);
            assertThat(isHere(connection)).isTrue();
            var here = one(connection, "SELECT identity FROM database_home");
            execute(connection, "UPDATE database_home SET identity = '" + home + "'");
            assertThat(isHere(connection)).as("with the rows of the other one").isFalse();

            // As pg_restore --clean does, into the database that the backup is of.
            execute(connection, "DROP TABLE database_home; DROP FUNCTION database_identity");
            execute(connection, script);
            execute(connection, "UPDATE database_home SET identity = '" + here + "'");
            assertThat(isHere(connection)).as("after tables were made anew").isFalse();
        } finally {
            try (var connection = DriverManager.getConnection(url, user, password)) {
                execute(connection, "DROP DATABASE elsewhere");
            }
        }
    }

    @Test
    void a_user_who_may_do_nothing_else_is_told_the_place_too() throws Exception {
        try (var connection = DriverManager.getConnection(url, user, password)) {
            execute(connection, "CREATE ROLE plain");
            try {
                execute(connection, "SET ROLE plain");
                var identity = one(connection, "SELECT database_identity()");
                execute(connection, "RESET ROLE");
                assertThat(identity).isEqualTo(one(connection, "SELECT identity FROM database_home")).doesNotContain("?");
            } finally {
                execute(connection, "RESET ROLE; DROP ROLE plain");
            }
        }
    }

    @Test
    void where_the_cluster_is_not_told_database_and_table_tell_the_place() throws Exception {
        try (var connection = DriverManager.getConnection(url, user, password)) {
            connection.setAutoCommit(false);
            try {
                var place = one(connection, "SELECT database_identity()");
                execute(connection,
                        "CREATE ROLE plain; REVOKE EXECUTE ON FUNCTION pg_control_system FROM PUBLIC; SET ROLE plain");
                assertThat(one(connection, "SELECT database_identity()")).isEqualTo(place.replaceFirst("^[0-9]+/", "?/"));
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean isHere(Connection connection) throws SQLException {
        return one(connection, "SELECT " + DatabaseHome.IS_HERE).equals("t");
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
