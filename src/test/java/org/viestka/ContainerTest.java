package org.viestka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What can be said of the image without an engine that builds it. */
class ContainerTest {

    private static final Pattern START = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$");

    @Test
    void the_image_is_started_as_the_readme_says() throws IOException {
        var start = START.matcher(text("docker/Dockerfile"));
        assertThat(start.find()).isTrue();
        var words = List.of(new ObjectMapper().readValue(start.group(1), String[].class));
        assertThat(text("README.md"))
                .contains(String.join(" ", words).replace("/opt/viestka", "target/quarkus-app"));
        assertThat(text("docker/Dockerfile")).contains("COPY target/quarkus-app /opt/viestka");
    }

    @Test
    void nothing_but_the_application_is_given_to_whoever_builds_it() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).filteredOn(line -> !line.startsWith("#"))
                .containsExactly("*", "!target/quarkus-app");
    }

    @Test
    void it_runs_as_nobody_of_importance_and_can_change_nothing_of_itself() throws IOException {
        assertThat(text("docker/Dockerfile")).containsPattern("(?m)^USER [1-9][0-9]*:[1-9][0-9]*$").doesNotContain("--chown");
        assertThat(text("docker/compose.yaml")).contains("read_only: true", "cap_drop:\n      - ALL", "no-new-privileges:true",
                "internal: true", "\"127.0.0.1:8080:8080\"");
    }

    private static String text(String path) throws IOException {
        return Files.readString(Path.of(path));
    }
}
