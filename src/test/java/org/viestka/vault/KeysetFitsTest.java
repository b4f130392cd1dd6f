package org.viestka.vault;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class KeysetFitsTest {

    @Inject
    AgroalDataSource database;

    @Test
    void a_node_whose_keys_are_others_than_the_databases_is_not_ready() throws SQLException {
        expect(200, "UP");
        execute("INSERT INTO vault_key (use, id, since, proof) VALUES ('addresses', 12345, now(), '\\x00')");
        try {
            expect(503, "DOWN");
        } finally {
            execute("DELETE FROM vault_key WHERE id = 12345");
        }
        expect(200, "UP");
    }

    private static void expect(int code, String status) {
        given().get("/q/health/ready").then().statusCode(code)
                .body("checks.find { it.name == 'keyset fits' }.status", equalTo(status));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
