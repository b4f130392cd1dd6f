package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.SignIn;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;

@QuarkusTest
class BodyLimitTest {

    private static final String PATH = "/unsubscribe/unknown";
    private static final String PARTS = "multipart/form-data; boundary=x";
    private static final String FILE = "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n";
    private static final byte[] FIELD = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE = 8 * 1024;
    private static final int ENDLESS = 100_000;

    @Inject
    Vertx vertx;

    @Inject
    SignIn signIn;

    @ConfigProperty(name = "quarkus.http.body.uploads-directory")
    Path uploads;

    @AfterEach
    void nothing_lies_on_a_disk() throws IOException {
        if (Files.isDirectory(uploads)) {
            try (var files = Files.list(uploads)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void parts_without_a_length_are_read() throws Exception {
        // No reader has this link.
        assertThat(post(PARTS, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FIELD)))).isEqualTo(404);
        assertThat(post(PARTS, BodyPublishers.ofByteArray(FIELD))).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTS, "application/x-www-form-urlencoded", "text/csv", "application/json"})
    void more_than_a_stranger_may_send_is_too_large(String type) throws Exception {
        var body = new byte[BodyLimit.MOST_OCTETS_OF_STRANGERS + 1];
        assertThat(post(type, BodyPublishers.ofByteArray(body))).isEqualTo(413);
        assertThat(post(type, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))).isEqualTo(413);
    }

    @Test
    void whoever_shows_credentials_may_send_more() throws Exception {
        assertThat(signedIn(BodyLimit.MOST_OCTETS)).isEqualTo(400);
        assertThat(signedIn(BodyLimit.MOST_OCTETS + 1)).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer junk", "Bearer viestka_junk", "Basic YWRtaW46anVuaw==", "Basic %%%", "Nonsense"})
    void whoever_only_claims_to_have_credentials_may_send_no_more_than_a_stranger(String credentials) throws Exception {
        var body = new byte[BodyLimit.MOST_OCTETS_OF_STRANGERS + 1];
        for (var publisher : List.of(BodyPublishers.ofByteArray(body),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            assertThat(post(PARTS, publisher, "Authorization", credentials)).isEqualTo(413);
        }
    }

    @Test
    void many_bodies_at_once_do_not_fill_the_memory_and_what_readers_send_is_taken_meanwhile() throws Exception {
        var open = new ArrayList<Socket>();
        try {
            boolean isFull = false;
            while (!isFull && open.size() < 300) {
                var socket = new Socket("localhost", RestAssured.port);
                open.add(socket);
                socket.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + PARTS
                        + "\r\nContent-Length: " + BodyLimit.MOST_OCTETS_OF_STRANGERS + "\r\n\r\n" + FILE
                        + "x".repeat(60_000)).getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(50);
                isFull = answer(socket).startsWith("HTTP/1.1 429 ");
            }
            assertThat(isFull).as("refused from some number on").isTrue();
            assertThat(post(PARTS, BodyPublishers.ofByteArray(FIELD))).isEqualTo(404);
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    /** Empty where there is none yet. */
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException nothing) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // Cut off before its end.
            PARTS + " | --x\\r\\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\\r\\n\\r\\nOne-Cl",
            PARTS + " | --x\\r\\nContent-Dispo",
            PARTS + " | ''",
            PARTS + " | --x--\\r\\n",
            // Nothing but a file.
            PARTS + " | --x\\r\\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\\r\\n\\r\\nc\\r\\n--x--\\r\\n",
            "multipart/form-data; boundary= | --x--\\r\\n"})
    void parts_that_make_no_sense_are_invalid(String type, String body) throws Exception {
        assertThat(post(type, BodyPublishers.ofString(body.replace("\\r\\n", "\r\n")))).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=x", "&", "&&=&", "a", "%", "a=%", "a=%zz", "%zz=a", "a=%ff", "a=b\r\n", "a=\u0000", " = "})
    void a_form_that_makes_no_sense_is_answered(String body) throws Exception {
        // Without fields it is invalid, and with any there is no such link.
        assertThat(post("application/x-www-form-urlencoded", BodyPublishers.ofString(body))).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTS, "application/x-www-form-urlencoded", "text/plain", "text/csv"})
    void a_body_without_an_end_is_refused_early_in_chunks(String type) throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            var out = socket.getOutputStream();
            out.write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAccept-Language: be\r\nContent-Type: " + type
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(chunk(FILE.getBytes(StandardCharsets.US_ASCII)));
            int sent = 0;
            while (socket.getInputStream().available() == 0 && sent < ENDLESS) {
                out.write(chunk(new byte[PIECE]));
                sent++;
            }
            var answer = new String(socket.getInputStream().readNBytes(2000), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413 ").containsIgnoringCase("\r\nconnection: close\r\n")
                    .contains("Гэта занадта вялікае.");
            assertThat(sent).isLessThan(ENDLESS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTS, "application/x-www-form-urlencoded", "text/plain", "text/csv"})
    void a_body_without_an_end_is_refused_early_in_clear_text_http_2(String type) throws Exception {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        try {
            var status = new CompletableFuture<Integer>();
            client.request(new RequestOptions().setMethod(HttpMethod.POST).setHost("localhost").setPort(RestAssured.port)
                    .setURI(PATH).putHeader("Content-Type", type).putHeader("Accept-Language", "be"))
                    .onFailure(status::completeExceptionally)
                    .onSuccess(request -> {
                        request.response().map(response -> response.statusCode()).onSuccess(status::complete)
                                .onFailure(status::completeExceptionally);
                        request.setChunked(true).write(FILE);
                        write(request, status, 0);
                    });
            assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(413);
        } finally {
            client.close();
        }
    }

    private static void write(HttpClientRequest request, CompletableFuture<Integer> status, int sent) {
        if (!status.isDone() && sent < ENDLESS) {
            request.write(Buffer.buffer(new byte[PIECE])).onSuccess(done -> write(request, status, sent + 1));
        }
    }

    @Test
    void whoever_asks_first_is_told_before_they_send() throws Exception {
        assertThat(expecting(BodyLimit.MOST_OCTETS_OF_STRANGERS + 1)).startsWith("HTTP/1.1 413 ");
        assertThat(expecting(1)).startsWith("HTTP/1.1 100 ");
    }

    private static String expecting(int length) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] chunk(byte[] octets) {
        return Buffer.buffer(Integer.toHexString(octets.length) + "\r\n").appendBytes(octets).appendString("\r\n").getBytes();
    }

    private int signedIn(int length) {
        return signIn.asAdmin().contentType("application/json").body(" ".repeat(length)).post("/api/commentaries").statusCode();
    }

    private static int post(String type, BodyPublisher body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + PATH))
                .header("Content-Type", type).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }
}
