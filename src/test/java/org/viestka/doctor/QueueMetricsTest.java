package org.viestka.doctor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class QueueMetricsTest {

    @Inject
    Slate slate;
    @Inject
    QueueMetrics queues;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void queues_and_sign_ups_are_counted_and_nobody_is_named() throws Exception {
        given().contentType("application/json").body("{\"email\": \"nasta@example.by\", \"edition\": \"en\"}")
                .post("/api/subscriptions").then().statusCode(202);
        queues.look();
        assertThat(given().get("/q/metrics").asString())
                .contains("viestka_queue_size{queue=\"sign_ups\"} 1.0", "viestka_queue_size{queue=\"imports\"} 0.0",
                        "viestka_queue_size{queue=\"webhook_messages\"} 0.0", "viestka_sign_ups_total{edition=\"en\"}",
                        "viestka_import_rows_total{result=\"added\"} 0.0")
                .doesNotContain("nasta", "example.by");
    }
}
