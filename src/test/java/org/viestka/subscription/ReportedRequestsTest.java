package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.support.Slate;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** What clients send, as people reported it of other services. */
@QuarkusTest
class ReportedRequestsTest {

    private static final String READER = "reader@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    static Stream<ReportedCase> reported() {
        return ReportedCases.of("requests");
    }

    @ParameterizedTest
    @MethodSource("reported")
    void a_request_comes_to_what_it_should(ReportedCase reported) throws Exception {
        var request = reported.json();
        var reader = road.subscribed(READER, "en", "en", SubscriberStatus.ACTIVE);
        if (request.has("before")) {
            road.subscribed(request.get("mail").asText(), "en", "en",
                    SubscriberStatus.fromString(request.get("before").asText()));
        }
        var answer = send(request, "/unsubscribe/" + road.vault.unsubscribeToken(reader.id));
        var want = reported.want();
        if (want.has("status")) {
            assertThat(texts(want.get("status"))).contains(String.valueOf(answer.statusCode()));
        }
        if (want.has("reader")) {
            assertThat(road.status(READER)).isEqualTo(SubscriberStatus.fromString(want.get("reader").asText()));
        }
        if (want.path("mail").asBoolean()) {
            assertConfirmed(request.get("mail").asText());
        }
        if (want.has("mail_or_words") && !isMailed(request)) {
            assertThat(texts(want.get("mail_or_words"))).anyMatch(Jsoup.parse(answer.body()).text()::contains);
        }
        if (want.has("mail_or_not_words") && !isMailed(request)) {
            assertThat(answer.body()).doesNotContain(want.get("mail_or_not_words").asText());
            assertThat(Jsoup.parse(answer.body()).select("form.subscribe button")).as("a way to go on").isNotEmpty();
        }
    }

    private boolean isMailed(JsonNode request) {
        var address = Road.address(request.get("mail").asText());
        return road.find(address.mailbox()) != null && road.mailsTo(address.mailbox()).length > 0;
    }

    private void assertConfirmed(String email) {
        given().post(road.linkTo(email)).then().statusCode(200);
        assertThat(road.status(email)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    private static HttpResponse<String> send(JsonNode request, String unsubscribe) throws IOException, InterruptedException {
        var path = request.get("path").asText().replace("{{unsubscribe}}", unsubscribe);
        var http = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .method(request.get("method").asText(), body(request)).version(HttpClient.Version.HTTP_1_1);
        if (request.has("type")) {
            http.header("Content-Type", request.get("type").asText());
        }
        return HttpClient.newHttpClient().send(http.build(), BodyHandlers.ofString());
    }

    private static BodyPublisher body(JsonNode request) {
        if (request.has("form")) {
            return BodyPublishers.ofString(request.get("form").properties().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&")));
        }
        if (!request.has("body")) {
            return BodyPublishers.noBody();
        }
        var octets = request.get("body").asText().getBytes(StandardCharsets.UTF_8);
        return request.path("chunked").asBoolean()
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets))
                : BodyPublishers.ofByteArray(octets);
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }
}
