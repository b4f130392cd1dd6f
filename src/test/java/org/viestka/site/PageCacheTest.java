package org.viestka.site;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.commentary.Commentary;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

@QuarkusTest
class PageCacheTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;
    @Inject
    PageCache cache;

    private Commentary commentary;

    @BeforeEach
    void publish() {
        slate.wipe();
        commentary = newsroom.publish(Samples.english(Samples.WEEK, "First title", "Summary", "Body"));
    }

    @ParameterizedTest
    @CsvSource({"/en", "/en/weeks", "/en/weeks/2016-W49", "/en/feed.atom", "/en/feed.json"})
    void what_another_node_changes_is_seen_within_ten_seconds(String path) throws SQLException {
        assertThat(get(path)).contains("First title");
        execute("UPDATE translation SET title = 'Second title'");
        // As long again may a cache between us and the reader keep it.
        clock.advance(Duration.ofSeconds(4));
        assertThat(get(path)).contains("First title");
        clock.advance(Duration.ofSeconds(1));
        assertThat(get(path)).contains("Second title");
        given().get(path).then().header("Cache-Control", "public, max-age=5");
    }

    @Test
    void what_this_node_changes_is_seen_at_once() {
        var path = commentary.translations.get("en").path();
        assertThat(get(path)).contains("First title");
        assertThat(get("/en")).contains("First title");
        newsroom.publish(Samples.english(Samples.WEEK, "One more", "Summary", "Body"));
        assertThat(get("/en")).contains("One more");
        newsroom.withdraw(commentary);
        given().get(path).then().statusCode(404).header("Cache-Control", "no-store");
        assertThat(get("/en")).doesNotContain("First title").contains("One more");
    }

    @Test
    void what_is_not_there_is_not_remembered() {
        given().get("/en/ruling-elite/one-more").then().statusCode(404);
        newsroom.publish(Samples.english(Samples.WEEK, "One more", "Summary", "Body"));
        given().get("/en/ruling-elite/one-more").then().statusCode(200);
    }

    @Test
    void a_rush_of_readers_asks_the_database_once() throws Exception {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("LOCK TABLE translation IN ACCESS EXCLUSIVE MODE");
            }
            var rush = IntStream.range(0, 50).mapToObj(i -> CompletableFuture.supplyAsync(() -> get("/en/weeks"))).toList();
            awaitWaiting();
            // The others have come meanwhile, or find the page made.
            assertThat(waiting()).isEqualTo(1);
            connection.rollback();
            assertThat(rush.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        }
    }

    @Test
    void a_reader_who_goes_away_takes_the_page_from_nobody() throws Exception {
        var made = new CountDownLatch(1);
        var page = KeptPage.style("made at last");
        Supplier<KeptPage> slowly = () -> {
            try {
                assertThat(made.await(20, TimeUnit.SECONDS)).isTrue();
                return page;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        var impatient = cache.get("/slow", slowly).subscribe().with(kept -> {
        });
        var patient = cache.get("/slow", slowly).subscribeAsCompletionStage();
        impatient.cancel();
        made.countDown();
        assertThat(patient.get(20, TimeUnit.SECONDS)).isSameAs(page);
    }

    private void awaitWaiting() throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (waiting() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private long waiting() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|true", "br, gzip;q=0.5|true", "GZIP|true", "deflate, gzip|true",
            "gzip;q=0|false",
            "gzip;q=0.000|false", "identity|false", "br|false", "x-gzipped|false", "''|false"})
    void whoever_takes_it_packed_gets_it_packed(String accepted, boolean packed) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/en"));
        if (!accepted.isEmpty()) {
            request.header("Accept-Encoding", accepted);
        }
        var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(packed);
        assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
        var octets = packed
                ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                : answer.body();
        assertThat(new String(octets, StandardCharsets.UTF_8)).contains("First title").contains("</html>");
        if (packed) {
            assertThat(answer.body().length).isLessThan(octets.length / 2);
        }
    }

    @Test
    void a_cache_of_the_readers_knows_both_spellings_as_one() {
        var tag = given().header("Accept-Encoding", "gzip").get("/en").header("ETag");
        given().header("Accept-Encoding", "identity").header("If-None-Match", tag).get("/en").then().statusCode(304)
                .header("Vary", "Accept-Encoding");
    }

    private static String get(String path) {
        return given().get(path).then().statusCode(200).extract().asString();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
