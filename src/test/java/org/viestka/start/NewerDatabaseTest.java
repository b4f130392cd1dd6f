package org.viestka.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class NewerDatabaseTest {

    private static final int NEWER = NewerDatabaseCheck.NEWEST + 1;

    @Inject
    Flyway flyway;
    @Inject
    AgroalDataSource database;

    @Test
    void a_former_version_leaves_the_tables_of_a_newer_one_alone() throws SQLException {
        run("INSERT INTO flyway_schema_history SELECT max(installed_rank) + 1, '" + NEWER
                + "', 'of tomorrow', 'SQL', 'V.sql', 1, 'test', now(), 1, true FROM flyway_schema_history");
        try {
            assertThatThrownBy(flyway::migrate)
                    .hasStackTraceContaining("The database was last used by a newer Viestka: its tables"
                            + " are of version " + NEWER);
        } finally {
            run("DELETE FROM flyway_schema_history WHERE version = '" + NEWER + "'");
        }
        assertThat(flyway.migrate().success).isTrue();
    }

    @Test
    void it_knows_the_last_script() throws IOException {
        var version = Pattern.compile("V(\\d+)__.*\\.sql");
        try (var scripts = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(scripts.map(script -> version.matcher(script.getFileName().toString()))
                    .filter(matcher -> matcher.matches()).mapToInt(matcher -> Integer.parseInt(matcher.group(1))).max())
                    .hasValue(NewerDatabaseCheck.NEWEST);
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
