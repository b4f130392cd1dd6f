package org.viestka.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.support.Slate;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** What mail programs, proxies and scanners do with the unsubscribe link. */
@QuarkusTest
class ReportedRequestsTest {

    private static final String READER = "nadzeya@reader.example";
    private static final String FIELD = "--b\\r\\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\\r\\n\\r\\nOne-Click\\r\\n";

    @Inject
    Road road;

    @Inject
    Slate slate;

    String link;

    @BeforeEach
    void subscribe() {
        slate.wipe();
        link = "/unsubscribe/" + road.vault.unsubscribeToken(
                road.subscribed(READER, "en", "en", SubscriberStatus.ACTIVE).id);
    }

    static Stream<ReportedCase> cases() {
        return ReportedCases.of("requests").filter(reported -> reported.json().path("path").asText().equals("{{unsubscribe}}"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_reported_request_ends_as_wanted(ReportedCase reported) throws Exception {
        var request = reported.json();
        var answer = send(request.path("method").asText(), request.path("type").asText(null),
                body(request.path("body").asText(), request.path("chunked").asBoolean()));
        assertThat(answer).isIn(ints(reported.want().path("status")));
        if (reported.want().has("reader")) {
            assertThat(road.status(READER).name()).isEqualToIgnoringCase(reported.want().path("reader").asText());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Application/X-WWW-Form-Urlencoded                  | List-Unsubscribe=One-Click",
            "APPLICATION/X-WWW-FORM-URLENCODED; CHARSET=UTF-8   | List-Unsubscribe=One-Click",
            "application/x-www-form-urlencoded                  | List%2DUnsubscribe=One%2DClick",
            "application/x-www-form-urlencoded                  | List-Unsubscribe=One-Click\\r\\n",
            "application/x-www-form-urlencoded                  | utm=1&List-Unsubscribe=One-Click&x",
            "Multipart/Form-Data; Boundary=b                    | " + FIELD + "--b--\\r\\n",
            "multipart/form-data; charset=utf-8; boundary=\"b\" | " + FIELD + "--b--\\r\\n",
            "multipart/form-data; boundary=b                    | " + FIELD + "--b--",
            "multipart/form-data; boundary=b                    | preamble\\r\\n" + FIELD + "--b--\\r\\nepilogue",
            "multipart/form-data; boundary=b | --b\\r\\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\\r\\n\\r\\nx\\r\\n"
                    + FIELD + "--b--\\r\\n"})
    void one_click_is_understood_however_it_is_written(String type, String body) throws Exception {
        assertThat(send("POST", type, body(body, false))).isEqualTo(200);
        assertThat(send("POST", type, body(body, true))).isEqualTo(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text/plain | List-Unsubscribe=One-Click",
            "application/json | {\"List-Unsubscribe\": \"One-Click\"}",
            "multipart/mixed; boundary=b | " + FIELD + "--b--\\r\\n"})
    void another_type_is_told_and_the_reader_stays(String type, String body) throws Exception {
        assertThat(send("POST", type, body(body, false))).isEqualTo(415);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void percents_that_mean_nothing_are_invalid() throws Exception {
        assertThat(send("POST", "application/x-www-form-urlencoded", body("List-Unsubscribe=One%ZZClick", false)))
                .isEqualTo(400);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    private static BodyPublisher body(String body, boolean isChunked) {
        var octets = body.replace("\\r\\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return isChunked
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets))
                : BodyPublishers.ofByteArray(octets);
    }

    private int send(String method, String type, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + link)).method(method, body);
        if (type != null) {
            request.header("Content-Type", type);
        }
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static List<Integer> ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
    }
}
