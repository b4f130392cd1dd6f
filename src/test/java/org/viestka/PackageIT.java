package org.viestka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

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
}
