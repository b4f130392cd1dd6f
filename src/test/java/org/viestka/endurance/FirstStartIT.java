package org.viestka.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The service as the README starts it, on a machine where it never ran: with its own options, and a database of its own. */
class FirstStartIT {

    /** Nobody listens there; nothing is sent. */
    private static final int NO_RELAY = 9;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    @Test
    void it_needs_no_more_memory_than_its_options_give_stops_with_its_database_and_starts_again() throws Exception {
        var temporary = Files.createDirectory(directory.resolve("temporary"));
        var settings = Map.of("java.io.tmpdir", temporary.toString(), "viestka.keyset",
                directory.resolve("keyset.json").toString());
        for (var start : new String[]{"first", "second"}) {
            try (var node = Node.start(directory, start, NO_RELAY, settings).awaitReady()) {
                assertThat(node.ask("/q/health/ready").statusCode()).isEqualTo(200);
                assertThat(node.terminate(Duration.ofSeconds(30))).isTrue();
                assertThat(directory.resolve("data/postgres/postmaster.pid")).as("of a running database").doesNotExist();
            }
        }
        assertThat(directory.resolve("data/postgres.programs")).isDirectoryRecursivelyContaining("glob:**/bin/initdb");
        try (var files = Files.walk(temporary)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("initdb");
        }
    }

    @Test
    void files_that_were_put_back_send_nothing_until_an_admin_has_looked(@TempDir Path directory) throws Exception {
        var settings = Map.of("viestka.keyset", directory.resolve("keyset.json").toString());
        var files = directory.resolve("data/postgres");
        var backup = directory.resolve("backup");
        try (var node = Node.start(directory, "first", NO_RELAY, settings).awaitReady()) {
            assertThat(node.terminate(Duration.ofSeconds(30))).isTrue();
        }
        copy(files, backup);
        try (var node = Node.start(directory, "second", NO_RELAY, settings).awaitReady()) {
            assertThat(node.get("/restore")).isEqualTo("{\"waits\":false}");
            assertThat(node.terminate(Duration.ofSeconds(30))).isTrue();
        }
        Files.move(files, directory.resolve("lost"));
        Files.move(backup, files);
        try (var node = Node.start(directory, "third", NO_RELAY, settings).awaitReady()) {
            assertThat(node.get("/restore")).isEqualTo("{\"waits\":true}");
            assertThat(node.post("/restore/confirm")).isEqualTo("{\"waits\":false}");
            assertThat(node.terminate(Duration.ofSeconds(30))).isTrue();
        }
    }

    /** With the rights, of which PostgreSQL wants few. */
    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
