package org.viestka.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;

/** A node that is told to stop. */
class DrainIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    @Test
    void it_says_that_it_is_not_ready_while_it_still_serves_and_every_line_of_its_log_is_json() throws Exception {
        try (var installation = new Installation(directory,
                Map.of("quarkus.shutdown.delay", "5s", "quarkus.log.console.json.enabled", "true"))) {
            var node = installation.start().awaitReady();
            assertThat(node.ask("/q/health/ready").statusCode()).isEqualTo(200);
            node.askToStop();
            assertThat(Installation.becomes(() -> node.ask("/q/health/ready").statusCode() == 503, Duration.ofSeconds(4)))
                    .isTrue();
            assertThat(node.ask("/en").statusCode()).isEqualTo(200);
            assertThat(node.terminate(Duration.ofSeconds(30))).isTrue();
            var json = new ObjectMapper();
            for (var line : node.log().lines().toList()) {
                assertThat(json.readTree(line).get("message").asText()).isNotEmpty();
                assertThat(json.readTree(line).get("level").asText()).as(line).isNotEqualTo("ERROR");
            }
        }
    }
}
