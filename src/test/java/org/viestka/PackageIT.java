package org.viestka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator gets. */
class PackageIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app");

    @Test
    void the_operators_jar_has_nothing_of_the_demo() throws IOException {
        try (var jars = Files.list(APPLICATION.resolve("app"))) {
            for (var jar : jars.toList()) {
                try (var file = new JarFile(jar.toFile())) {
                    assertThat(file.stream().map(entry -> entry.getName()).toList()).contains("org/viestka/Viestka.class")
                            .noneMatch(name -> name.contains("demo") || name.startsWith("samples/"));
                }
            }
        }
        try (var libraries = Files.list(APPLICATION.resolve("lib").resolve("main"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()).toList()).isNotEmpty()
                    .noneMatch(name -> name.contains("greenmail") || name.contains("jqwik") || name.contains("playwright"));
        }
    }

    @Test
    void the_generated_code_knows_nothing_of_the_demo() throws IOException {
        try (var jar = new JarFile(APPLICATION.resolve("quarkus").resolve("generated-bytecode.jar").toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).toList()).isNotEmpty()
                    .noneMatch(name -> name.contains("viestka/demo"));
        }
    }

    @Test
    void a_key_file_is_made_for_its_owner_alone_and_never_overwritten(@TempDir Path directory) throws Exception {
        var file = directory.resolve("keys.json");
        var made = run("new-keyset", file.toString());
        assertThat(made.code()).as(made.output()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        var keys = Files.readString(file);
        var refused = run("new-keyset", file.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output()).contains("exists already").doesNotContain("DEBUG", "\tat ");
        assertThat(file).hasContent(keys);
        var added = run("add-keys", file.toString());
        assertThat(added.code()).as(added.output()).isZero();
        assertThat(added.output()).contains("POST /api/keys/rotate");
        assertThat(Files.size(file)).isGreaterThan(keys.length());
        assertThat(run("drop-key", file.toString(), "1").code()).isEqualTo(1);
        assertThat(run("nonsense").output()).contains("Usage:");
    }

    @Test
    void a_start_without_usable_keys_is_refused_before_there_is_a_database(@TempDir Path directory) throws Exception {
        var file = directory.resolve("keys.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "{");
        var settings = List.of("-Dviestka.data-dir=" + directory.resolve("data"), "-Dviestka.keyset=" + file);
        var damaged = run(settings);
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.output()).contains("Put back your backup of it").doesNotContain("\tat ");
        assertThat(directory.resolve("data")).isEmptyDirectory();
        assertThat(file).hasContent("{");

        Files.delete(file);
        var missing = run(
                List.of("-Dquarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:1/none", "-Dviestka.keyset=" + file));
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.output()).contains("There is no key file " + file).doesNotContain("\tat ");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_start_with_settings_that_cannot_work_names_them_all_and_begins_nothing(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        var refused = run(List.of("-Dviestka.data-dir=" + data, "-Dquarkus.mailer.from=weekly",
                "-Dviestka.public-url=news.example.org", "-Dviestka.publication.zone=Europe/Minks"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output()).doesNotContain("\tat ", "Exception", "SRCFG");
        assertThat(refused.output().lines().filter(line -> line.contains("ERROR"))).hasSize(3)
                .anyMatch(line -> line.contains("quarkus.mailer.from (QUARKUS_MAILER_FROM): 'weekly' is no whole mail address"))
                .anyMatch(line -> line.contains("viestka.public-url (VIESTKA_PUBLIC_URL): 'news.example.org' does not begin"))
                .anyMatch(line -> line.contains("viestka.publication.zone (VIESTKA_PUBLICATION_ZONE): 'Europe/Minks' is no"));
        assertThat(data).doesNotExist();
    }

    @Test
    void a_start_on_a_port_that_is_taken_is_refused_in_a_line(@TempDir Path directory) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var refused = run(List.of("-Dviestka.data-dir=" + directory.resolve("data"), "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + taken.getLocalPort()));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.output()).contains("Another program listens there already", "" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
        assertThat(directory.resolve("data/postgres/postmaster.pid")).as("of a running database").doesNotExist();
    }

    /** Whatever it is, and wherever the libraries find it out. */
    @Test
    void a_start_that_fails_late_is_refused_in_a_line(@TempDir Path directory) throws Exception {
        for (var setting : List.of("quarkus.tls.relay.trust-store.pem.certs=" + directory.resolve("ca.pem"),
                "quarkus.http.limits.max-body-size=big", "quarkus.mailer.tls-configuration-name=relay")) {
            var refused = run(List.of("-Dviestka.data-dir=" + directory.resolve("data"), "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=0", "-D" + setting));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.output()).doesNotContain("\tat ", "SRCFG");
            assertThat(refused.output().lines().filter(line -> line.contains("ERROR"))).singleElement().asString()
                    .containsAnyOf("quarkus.tls.", "quarkus.mailer.tls-configuration-name",
                            "quarkus.http.limits.max-body-size");
        }
    }

    private record Run(int code, String output) {}

    private static Run run(String... arguments) throws Exception {
        return run(List.of(), arguments);
    }

    private static Run run(List<String> settings, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(settings);
        command.addAll(List.of("-jar", APPLICATION.resolve("quarkus-run.jar").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
