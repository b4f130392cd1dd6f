package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;

/** Behind a proxy of the operator's, which is at 127.0.0.1. */
@QuarkusTest
@TestProfile(ProxyTest.BehindProxy.class)
class ProxyTest {

    public static class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("viestka.proxies", "127.0.0.0/8, 10.1.0.0/16, ::1, 2001:db8:aaaa::/48",
                    "viestka.subscription.per-network", "3", "viestka.subscription.per-hour", "20000");
        }
    }

    private static final String READER = "victim@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void each_network_behind_the_proxy_has_its_own_limit() {
        assertThat(IntStream.range(0, 4).map(i -> from("203.0.113.9"))).containsExactly(202, 202, 202, 429);
        assertThat(from("203.0.113.10")).isEqualTo(202);
        assertThat(IntStream.range(0, 4).map(i -> from("[2001:db8:1:2::" + i + "]:443"))).containsExactly(202, 202, 202, 429);
    }

    @Test
    void what_a_client_writes_before_the_proxys_word_moves_nothing() {
        assertThat(IntStream.range(0, 4).map(i -> from("198.51.100." + i + ", 203.0.113.9"))).containsExactly(202, 202, 202,
                429);
        assertThat(from("203.0.113.9:51234")).isEqualTo(429);
    }

    @Test
    void a_chain_of_proxies_is_followed_as_far_as_they_are_ours() {
        assertThat(IntStream.range(0, 4).map(i -> from("203.0.113.9, 10.1.2." + i + ", 2001:db8:aaaa::" + i)))
                .containsExactly(202, 202, 202, 429);
        assertThat(from("203.0.113.10, 10.2.0.1")).isEqualTo(202);
    }

    @Test
    void what_is_no_address_is_one_network() {
        assertThat(from("unknown")).isEqualTo(202);
        assertThat(from("example.org")).isEqualTo(202);
        assertThat(from("_hidden")).isEqualTo(202);
        assertThat(from("")).isEqualTo(429);
    }

    @Test
    void a_thousand_posts_from_as_many_networks_for_one_address_give_one_mail() throws Exception {
        var client = HttpClient.newHttpClient();
        var senders = Executors.newFixedThreadPool(8);
        try {
            var posts = IntStream.range(0, 1_000).<Callable<Integer>>mapToObj(i -> () -> client.send(HttpRequest
                    .newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/subscriptions"))
                    .header("Content-Type", "application/json").header("X-Forwarded-For", "100.64." + i / 256 + "." + i % 256)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"email\": \"" + READER + "\", \"edition\": \"en\"}")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode()).toList();
            for (var answer : senders.invokeAll(posts)) {
                assertThat(answer.get()).isEqualTo(202);
            }
        } finally {
            senders.shutdown();
        }
        assertThat(road.mailsTo(READER)).hasSize(1);
    }

    private static int from(String forwarded) {
        return given().header("X-Forwarded-For", forwarded).contentType(ContentType.JSON)
                .body("{\"email\": \"reader@reader.example\", \"edition\": \"en\"}").post("/api/subscriptions").statusCode();
    }
}
