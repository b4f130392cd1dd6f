package org.viestka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

class PostgresProgramsTest {

    private static final PgBinaryResolver WHOLE = DefaultPostgresBinaryResolver.INSTANCE;

    @TempDir
    Path directory;

    @Test
    void postgres_runs_from_them_and_nobody_else_may_change_them() throws Exception {
        start(new PostgresPrograms(directory.resolve("programs")));

        assertThat(Files.getPosixFilePermissions(directory.resolve("programs")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void they_are_unpacked_once() throws Exception {
        var opened = new int[1];
        PgBinaryResolver counted = (system, machine) -> {
            opened[0]++;
            return WHOLE.getPgBinary(system, machine);
        };
        start(new PostgresPrograms(directory, counted));
        var unpacked = unpacked();
        var written = Files.getLastModifiedTime(unpacked.get(0).resolve("bin/postgres"));
        int first = opened[0];
        start(new PostgresPrograms(directory, counted));

        assertThat(unpacked()).isEqualTo(unpacked).hasSize(1);
        assertThat(Files.getLastModifiedTime(unpacked.get(0).resolve("bin/postgres"))).isEqualTo(written);
        assertThat(opened[0] - first).as("looks at the archive, one less than to unpack it").isEqualTo(first - 1);
    }

    @Test
    void what_was_cut_short_is_not_taken_for_the_whole() throws Exception {
        assertThatThrownBy(() -> start(new PostgresPrograms(directory, PostgresProgramsTest::half)))
                .isInstanceOf(ExceptionInInitializerError.class).hasCauseInstanceOf(IOException.class);
        assertThat(unpacked()).singleElement().matches(path -> path.getFileName().toString().startsWith("unfinished-"));

        start(new PostgresPrograms(directory));
        assertThat(unpacked()).singleElement().matches(path -> path.getFileName().toString().startsWith("PG-"));
    }

    @Test
    void a_file_system_from_which_nothing_may_be_run_is_called_that() throws Exception {
        start(new PostgresPrograms(directory));
        assertThat(unpacked().get(0).resolve("bin/initdb").toFile().setExecutable(false, false)).isTrue();

        assertThatThrownBy(() -> start(new PostgresPrograms(directory))).cause().hasMessageContaining("noexec")
                .hasMessageContaining("viestka.data-dir");
    }

    @Test
    void a_former_version_makes_room() throws Exception {
        var former = Files.createDirectories(directory.resolve("unpacked/PG-former/bin"));
        Files.writeString(former.resolve("postgres"), "of old");
        start(new PostgresPrograms(directory));

        assertThat(unpacked()).singleElement().isNotEqualTo(former.getParent());
    }

    /** The library remembers by resolver what it has unpacked, so each has to be a new one. */
    private void start(PostgresPrograms programs) throws Exception {
        try (var postgres = EmbeddedPostgres.builder().setPgBinaryResolver(programs)
                .setOverrideWorkingDirectory(programs.parent()).start();
                var connection = postgres.getPostgresDatabase().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isGreaterThanOrEqualTo(18);
        }
    }

    private List<Path> unpacked() throws IOException {
        try (var paths = Files.list(directory.resolve("unpacked"))) {
            return paths.toList();
        }
    }

    private static InputStream half(String system, String machine) throws IOException {
        try (var archive = WHOLE.getPgBinary(system, machine)) {
            var octets = archive.readAllBytes();
            return new ByteArrayInputStream(octets, 0, octets.length / 2);
        }
    }
}
