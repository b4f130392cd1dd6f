package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Without the service: it gives bodies longer than a test had better last. */
class BodyReaderTest {

    private static final int MOST = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final BodyMemory memory = new BodyMemory(MOST);
    private Duration slowest = Duration.ofMinutes(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        var router = Router.router(vertx);
        router.route().handler(this::read);
        server = vertx.createHttpServer().requestHandler(router).listen(0, "localhost").toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void read(RoutingContext exchange) {
        new BodyReader(exchange, MOST, memory, slowest).read().subscribe().with(body -> exchange.response().end("read"),
                failure -> exchange.response().setStatusCode(((Problem) failure).getResponse().getStatus()).end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"})
    void a_body_that_arrives_too_slowly_is_refused_and_no_longer_listened_to(String type) throws IOException {
        slowest = Duration.ofMillis(100);
        assertThat(send(type, "Content-Length: 10\r\n\r\na=b")).startsWith("HTTP/1.1 408 ")
                .contains("\r\nConnection: close\r\n");
        assertThat(send(type, "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n")).startsWith("HTTP/1.1 408 ");
        assertThat(send(type, "Content-Length: 10\r\n\r\n")).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void a_body_that_arrives_in_time_is_read() throws IOException {
        assertThat(send("application/json", "Connection: close\r\nContent-Length: 3\r\n\r\na=b")).startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nread");
    }

    /** Until the server hangs up. */
    private String send(String type, String rest) throws IOException {
        try (var socket = new Socket("localhost", server.actualPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n" + rest)
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
