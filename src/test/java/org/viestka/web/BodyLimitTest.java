package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

@QuarkusTest
class BodyLimitTest {

    private static final byte[] PARTS = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    @Test
    void parts_without_a_length_are_not_read() throws Exception {
        assertThat(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(PARTS)))).isEqualTo(411);
    }

    @Test
    void parts_of_a_known_length_are() throws Exception {
        // The pair that asks for one click is not among them.
        assertThat(post(BodyPublishers.ofByteArray(PARTS))).isNotIn(411, 413, 500);
    }

    @Test
    void more_than_the_limit_is_too_large() throws Exception {
        assertThat(post(BodyPublishers.ofByteArray(new byte[BodyLimit.MOST_OCTETS + 1]))).isEqualTo(413);
    }

    private static int post(BodyPublisher body) throws Exception {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/unsubscribe/unknown"))
                        .header("Content-Type", "multipart/form-data; boundary=x").POST(body).build(),
                BodyHandlers.ofString()).statusCode();
    }
}
