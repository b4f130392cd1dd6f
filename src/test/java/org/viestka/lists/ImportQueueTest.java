package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.ConsentText;
import org.viestka.support.Lists;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class ImportQueueTest {

    private static final String ALL = "/api/subscribers";
    private static final int ROWS = 2_500;

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    ImportUpload upload;
    @Inject
    Imports imports;
    @Inject
    ImportQueue queue;
    @Inject
    ImportConfig config;
    @Inject
    AgroalDataSource database;
    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_list_waits_for_the_one_before_it_and_both_are_told() throws SQLException {
        var first = put("a", ROWS);
        var second = put("b", 1);
        var turn = queue.take().orElseThrow();
        assertThat(turn.run()).isEqualTo(first);
        assertThat(queue.take()).as("while the first is at work").isEmpty();
        report(first).body("state", equalTo("running")).body("total", equalTo(ROWS)).body("rows", equalTo(0));
        report(second).body("state", equalTo("queued")).body("startedAt", nullValue());
        queue.giveBack(turn);
        imports.workOff();
        report(first).body("state", equalTo("finished")).body("rows", equalTo(ROWS));
        report(second).body("state", equalTo("finished")).body("finishedAt", notNullValue());
        signIn.asAdmin().get(Lists.IMPORTS).then().body("total", equalTo(2)).body("items.id",
                containsInAnyOrder(first.toString(), second.toString()));
    }

    @Test
    void a_list_whose_node_died_goes_on_behind_the_last_piece_that_was_done() throws SQLException {
        var id = put("a", ROWS);
        var dead = queue.take().orElseThrow();
        imports.workOff();
        report(id).body("state", equalTo("running"));
        clock.advance(Duration.ofSeconds(31));
        imports.workOff();
        report(id).body("state", equalTo("finished")).body("added", equalTo(ROWS)).body("rows", equalTo(ROWS));
        try (var connection = database.getConnection()) {
            assertThat(queue.isOurs(connection, dead)).as("a node that was taken for dead and wakes up").isFalse();
        }
    }

    @Test
    void a_list_that_nobody_can_work_off_fails_and_holds_up_no_other() throws SQLException {
        var spoilt = put("a", 1);
        run("UPDATE subscriber_import_piece SET sealed = '\\x00' WHERE import_id = '" + spoilt + "'");
        var next = put("b", 1);
        for (int i = 0; i < 6; i++) {
            imports.workOff();
            clock.advance(Duration.ofSeconds(31));
        }
        imports.workOff();
        report(spoilt).body("state", equalTo("failed")).body("detail", notNullValue());
        report(next).body("state", equalTo("finished"));
        assertThat(one("SELECT count(*) FROM subscriber_import_piece")).isZero();
    }

    @Test
    void a_list_is_cancelled_while_it_waits_or_runs_and_what_is_in_stays() throws SQLException {
        var running = put("a", ROWS);
        var waiting = put("b", 1);
        var turn = queue.take().orElseThrow();
        for (var id : new UUID[]{running, waiting, running}) {
            signIn.asAdmin().post(path(id) + "/cancel").then().statusCode(200).body("state", equalTo("cancelled"));
        }
        try (var connection = database.getConnection()) {
            assertThat(queue.isOurs(connection, turn)).isFalse();
        }
        assertThat(one("SELECT count(*) FROM subscriber_import_piece")).isZero();
        imports.workOff();
        report(running).body("state", equalTo("cancelled")).body("rows", equalTo(0));
        var done = lists.take("?edition=en", "email\na@reader.example\n").extract().<String>path("id");
        signIn.asAdmin().post(Lists.IMPORTS + "/" + done + "/cancel").then().statusCode(409);
        signIn.asAdmin().post(path(UUID.randomUUID()) + "/cancel").then().statusCode(404);
    }

    @Test
    void of_more_lists_than_may_wait_the_next_is_told_to_come_again() {
        for (int i = 0; i < config.waiting(); i++) {
            put("a" + i, 1);
        }
        lists.send("?edition=en", "email\na@reader.example\n".getBytes(StandardCharsets.UTF_8)).then().statusCode(429)
                .header("Retry-After", notNullValue());
        imports.workOff();
        signIn.asAdmin().get(ALL).then().body("total", equalTo(config.waiting()));
        lists.take("?edition=en", "email\nz@reader.example\n").body("added", equalTo(1));
    }

    @Test
    void of_a_body_that_is_cut_in_the_middle_nothing_stays() throws IOException {
        var basic = Base64.getEncoder().encodeToString((SignIn.ADMIN + ":" + SignIn.PASSWORD).getBytes());
        signIn.asAdmin().get(ALL).then().statusCode(200);
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(("POST " + Lists.IMPORTS + "?edition=en&" + Lists.CONSENT
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nAuthorization: Basic " + basic
                    + "\r\nContent-Length: 1000000\r\n\r\nemail\n" + addresses("a", ROWS)).getBytes());
            socket.getOutputStream().flush();
            assertThat(becomes("SELECT count(*) FROM subscriber_import", 1)).isTrue();
        }
        assertThat(becomes("SELECT count(*) FROM subscriber_import", 0)).isTrue();
        assertThat(one("SELECT count(*) FROM subscriber_import_piece")).isZero();
        signIn.asAdmin().get(ALL).then().body("total", equalTo(0));
    }

    @Test
    void of_ten_thousand_lists_each_is_taken_or_told_to_come_again_and_none_is_lost() throws Exception {
        put("first", 1);
        // While this one is worked off, the others can but wait.
        var turn = queue.take().orElseThrow();
        signIn.asAdmin().get(ALL).then().statusCode(200);
        var basic = Base64.getEncoder().encodeToString((SignIn.ADMIN + ":" + SignIn.PASSWORD).getBytes());
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var target = URI.create("http://localhost:" + RestAssured.port + Lists.IMPORTS + "?edition=en&" + Lists.CONSENT);
        var open = new Semaphore(400);
        var answers = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 10_000; i++) {
            open.acquire();
            var list = HttpRequest.BodyPublishers.ofString("email\na" + i + "@reader.example\n");
            answers.add(client.sendAsync(HttpRequest.newBuilder(target).header("Authorization", "Basic " + basic)
                    .header("Content-Type", "text/csv").POST(list).build(), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, failure) -> open.release()).thenApply(HttpResponse::statusCode));
        }
        var statuses = answers.stream().map(CompletableFuture::join)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(statuses.keySet()).containsExactlyInAnyOrder(202, 429);
        assertThat(statuses.get(202)).isLessThanOrEqualTo(config.waiting());
        queue.giveBack(turn);
        imports.workOff();
        assertThat(becomes("SELECT count(*) FROM subscriber", statuses.get(202) + 1)).isTrue();
    }

    @Test
    void a_list_whose_node_died_while_it_came_in_ends() throws SQLException {
        var id = put("a", 1);
        run("UPDATE subscriber_import SET received_at = NULL");
        imports.workOff();
        report(id).body("state", equalTo("queued"));
        clock.advance(Duration.ofMinutes(6));
        imports.workOff();
        report(id).body("state", equalTo("failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name,edition\r\nx,en\r\n", "email,EMAIL,edition\r\na@example.org,b@example.org,en\r\n",
            "\0\1\2\3", "email,edition\r\n\"a@example.org", "PK\3\4",
            "\u001f\u008b\b"})
    void what_is_no_list_is_refused_and_nothing_stays(String file) {
        lists.send("", file.getBytes(StandardCharsets.ISO_8859_1)).then().statusCode(400)
                .contentType("application/problem+json").body("violations.field", hasItem("body"));
        signIn.asAdmin().get(Lists.IMPORTS).then().body("total", equalTo(0));
    }

    @Test
    void nothing_packed_and_nothing_but_csv_is_taken() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(bomb)) {
            packed.write("email\n".getBytes());
            packed.write(new byte[50 << 20]);
        }
        signIn.asAdmin().contentType("text/csv").header("Content-Encoding", "gzip").body(bomb.toByteArray())
                .post(Lists.IMPORTS + "?edition=en&" + Lists.CONSENT).then().statusCode(415)
                .contentType("application/problem+json");
        signIn.asAdmin().contentType("application/json").body("[]").post(Lists.IMPORTS + "?edition=en&" + Lists.CONSENT).then()
                .statusCode(415).contentType("application/problem+json");
        signIn.asAdmin().get(Lists.IMPORTS).then().body("total", equalTo(0));
    }

    /** A list that waits, without anybody being told to work it off. */
    private UUID put(String prefix, int rows) {
        clock.advance(Duration.ofMillis(1));
        return upload.receive(new ByteArrayInputStream(("email\n" + addresses(prefix, rows)).getBytes()), "en", false,
                ConsentText.of("import", "en", "Signed up at the fair"));
    }

    private static String addresses(String prefix, int rows) {
        return IntStream.range(0, rows).mapToObj(i -> prefix + i + "@reader.example\n").collect(Collectors.joining());
    }

    private ValidatableResponse report(UUID id) {
        return signIn.asAdmin().get(path(id)).then();
    }

    private static String path(UUID id) {
        return Lists.IMPORTS + "/" + id;
    }

    private boolean becomes(String count, long wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (one(count) != wanted && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
        }
        return one(count) == wanted;
    }

    private long one(String query) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) SubscriberImport.getEntityManager()
                .createNativeQuery(query).getSingleResult()).longValue());
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
