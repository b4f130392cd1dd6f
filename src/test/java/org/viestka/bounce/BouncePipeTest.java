package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.FreePort;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The program of the operator's guide that hands reports over, as it stands there. */
class BouncePipeTest {

    private static final Path GUIDE = Path.of("src/site/markdown/operating.md");
    private static final Pattern PROGRAM = Pattern.compile("```sh\n(#!/bin/sh\n.*?)```", Pattern.DOTALL);
    private static final byte[] REPORT = "Subject: Undelivered\r\n\r\n\u00e4 550 5.1.1 @file & \"quoted\"\r\n"
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;
    private HttpServer service;
    private int status = 200;
    private byte[] body;
    private String type;
    private String authorization;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, "curl"))),
                "curl is not here");
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/api/bounces", this::answer);
        service.start();
        Files.writeString(folder.resolve("bounce-token"), "Authorization: Bearer viestka_of-bounces\n");
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.stop(0);
        }
    }

    @Test
    void a_report_that_is_taken_is_gone_from_the_queue() throws Exception {
        assertThat(handOver(REPORT)).isZero();
        assertThat(body).isEqualTo(REPORT);
        assertThat(type).isEqualTo("message/rfc822");
        assertThat(authorization).isEqualTo("Bearer viestka_of-bounces");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 408, 413, 415, 429, 500, 502, 503, 504})
    void a_report_that_is_refused_is_tried_again(int refusal) throws Exception {
        status = refusal;
        assertThat(handOver(REPORT)).isEqualTo(75);
    }

    @Test
    void a_service_that_is_away_gets_the_report_later() throws Exception {
        assertThat(handOver(REPORT, FreePort.find())).isEqualTo(75);
    }

    @Test
    void a_report_waits_for_its_token() throws Exception {
        Files.delete(folder.resolve("bounce-token"));
        assertThat(handOver(REPORT)).isEqualTo(75);
        assertThat(authorization).isNull();
    }

    @Test
    void a_large_report_is_cut_to_what_the_service_takes() throws Exception {
        assertThat(handOver("x".repeat(9_000_000).getBytes(StandardCharsets.US_ASCII))).isZero();
        assertThat(body).hasSize(2_000_000);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            body = exchange.getRequestBody().readAllBytes();
            type = exchange.getRequestHeaders().getFirst("Content-Type");
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            exchange.sendResponseHeaders(authorization == null ? 401 : status, -1);
        }
    }

    private int handOver(byte[] report) throws Exception {
        return handOver(report, service.getAddress().getPort());
    }

    private int handOver(byte[] report, int port) throws Exception {
        var found = PROGRAM.matcher(Files.readString(GUIDE));
        assertThat(found.find()).isTrue();
        var program = found.group(1).replace("https://news.example.org", "http://127.0.0.1:" + port)
                .replace("/etc/viestka/bounce-token", folder.resolve("bounce-token").toString());
        var file = Files.writeString(folder.resolve("viestka-bounce"), program);
        var input = Files.write(folder.resolve("report"), report);
        var process = new ProcessBuilder("/bin/sh", file.toString()).redirectInput(input.toFile())
                .redirectOutput(folder.resolve("output").toFile()).redirectErrorStream(true).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
