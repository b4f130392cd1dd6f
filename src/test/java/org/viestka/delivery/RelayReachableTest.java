package org.viestka.delivery;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.health.api.Wellness;

/** What a node says of itself while it sends. */
@QuarkusTest
@TestProfile(RelayReachableTest.Sending.class)
class RelayReachableTest {

    public static class Sending implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("viestka.delivery.enabled", "true");
        }
    }

    @Inject
    Slate slate;
    @Inject
    MailCatcher mail;
    @Inject
    @Wellness
    RelayReachable reachable;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void begin() {
        delivery.stop();
        slate.wipe();
    }

    @Test
    void a_relay_that_is_away_makes_a_node_unwell_but_not_unready() {
        reachable.look();
        given().get("/q/health/well").then().statusCode(200)
                .body("checks.find { it.name == 'relay reachable' }.status", equalTo("UP"));
        mail.goAway();
        try {
            // Nobody looks for each who asks.
            given().get("/q/health/well").then().statusCode(200);
            reachable.look();
            given().get("/q/health/well").then().statusCode(503)
                    .body("checks.find { it.name == 'relay reachable' }.status", equalTo("DOWN"));
            given().get("/q/health/ready").then().statusCode(200);
        } finally {
            mail.comeBack();
        }
        reachable.look();
        given().get("/q/health/well").then().statusCode(200);
    }

    @Test
    void deliveries_are_counted_by_edition_and_result() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        readers.subscribe(2, "be-ru");
        readers.suppress("reader1@en.example.org");
        double before = count("en", "sent");
        for (var edition : publication.editions()) {
            mailings.assemble(Samples.WEEK, edition);
            mailings.send(Samples.WEEK, edition);
        }
        delivery.deliverDue(Duration.ofSeconds(20));
        assertThat(count("en", "sent") - before).isEqualTo(2);
        assertThat(given().get("/q/metrics").asString())
                .contains("viestka_deliveries_total{edition=\"en\",result=\"skipped\"} 1.0",
                        "viestka_deliveries_total{edition=\"be-ru\",result=\"sent\"} 2.0")
                .doesNotContain("example.org");
    }

    private double count(String edition, String result) {
        var counter = metrics.find("viestka.deliveries").tags("edition", edition, "result", result).counter();
        return counter == null ? 0 : counter.count();
    }
}
