package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.Dump;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;
import org.viestka.vault.LinkPurpose;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** What links in mails can do in the wrong hands. */
@QuarkusTest
class LinkSafetyTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Slate slate;
    @Inject
    Road road;
    @Inject
    MovableClock clock;
    @Inject
    Dump dump;
    @Inject
    AgroalDataSource database;

    private UUID reader;

    @BeforeEach
    void subscribe() {
        slate.wipe();
        reader = road.subscribed(READER, "be-ru", "be", SubscriberStatus.ACTIVE).id;
    }

    @ParameterizedTest
    @CsvSource({"CONFIRM, /confirm/, 72h", "PREFERENCES, /preferences/, 720h"})
    void whatever_is_wrong_with_a_link_status_headers_and_page_are_the_same(LinkPurpose purpose, String path, String life) {
        var token = road.vault.token(purpose, reader, clock.instant());
        assertThat(given().get(path + token).statusCode()).isEqualTo(200);
        var wrong = wrong(token);
        for (var other : LinkPurpose.values()) {
            if (other != purpose) {
                wrong.put("of another purpose: " + other, token(other));
            }
        }
        wrong.put("expired", road.vault.token(purpose, reader,
                clock.instant().minus(Duration.parse("PT" + life.toUpperCase()))));
        wrong.put("of nobody", road.vault.token(purpose, UUID.randomUUID(), clock.instant()));
        assertSame(path, wrong);
    }

    @Test
    void the_same_holds_for_unsubscribe_links_save_that_none_expires() {
        var token = token(LinkPurpose.UNSUBSCRIBE);
        var wrong = wrong(token);
        wrong.put("of another purpose", token(LinkPurpose.CONFIRM));
        wrong.put("of nobody", road.vault.unsubscribeToken(UUID.randomUUID()));
        assertSame("/unsubscribe/", wrong);
        clock.advance(Duration.ofDays(3650));
        assertThat(given().get("/unsubscribe/" + token).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/confirm/", "/preferences/", "/unsubscribe/"})
    void looking_changes_nothing_in_the_whole_database(String path) throws Exception {
        road.subscribed("pending@reader.example", "en", "en", SubscriberStatus.PENDING);
        var pending = road.find("pending@reader.example").id;
        var before = readers();
        for (var id : List.of(reader, pending)) {
            var token = path.equals("/unsubscribe/")
                    ? road.vault.unsubscribeToken(id)
                    : road.vault.token(path.equals("/confirm/") ? LinkPurpose.CONFIRM : LinkPurpose.PREFERENCES, id,
                            clock.instant());
            for (int visit = 0; visit < 20; visit++) {
                given().get(path + token);
                given().head(path + token);
                given().options(path + token);
                given().header("Purpose", "prefetch").get(path + token + "?act=leave&leave=yes&List-Unsubscribe=One-Click");
            }
        }
        assertThat(readers()).isEqualTo(before);
    }

    @Test
    void a_forwarded_issue_can_unsubscribe_its_reader_and_nothing_else() throws Exception {
        var token = token(LinkPurpose.UNSUBSCRIBE);
        var before = readers();
        for (var path : List.of("/confirm/", "/preferences/", "/own-data/")) {
            assertThat(form().get(path + token).statusCode()).as(path).isEqualTo(404);
            for (var act : List.of("save", "pause", "resume", "leave", "export", "erase")) {
                assertThat(form().formParam("act", act).formParam("edition", "en").post(path + token).statusCode()).as(path)
                        .isIn(404, 405);
            }
        }
        // The page behind it names neither the reader nor what they chose.
        assertThat(given().get("/unsubscribe/" + token).asString()).doesNotContain(READER, "nadzeya", reader.toString());
        assertThat(readers()).isEqualTo(before);

        form().formParam("token", token).post("/preferences/link");
        assertThat(road.mailsTo(READER)).as("a fresh link goes to the reader, whoever asked").hasSize(1);
        assertThat(Road.part(road.mailsTo(READER)[0], 0)).contains("/preferences/");

        assertThat(form().formParam("leave", "yes").post("/unsubscribe/" + token).statusCode()).isEqualTo(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @Test
    void a_confirmation_works_once_and_not_again_after_an_opt_out_of_the_same_second() {
        Road.signUp("new@reader.example", "en", "en");
        var link = road.linkTo("new@reader.example");
        assertThat(form().post(link).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMillis(5));
        var leaver = road.find("new@reader.example").id;
        form().formParam("leave", "yes").post("/unsubscribe/" + road.vault.unsubscribeToken(leaver));
        assertThat(form().post(link).statusCode()).isEqualTo(404);
        assertThat(road.status("new@reader.example")).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @Test
    void no_token_is_stored() throws Exception {
        Road.signUp("new@reader.example", "en", "en");
        var link = road.linkTo("new@reader.example");
        form().formParam("token", token(LinkPurpose.UNSUBSCRIBE)).post("/preferences/link");
        var preferences = road.linkTo(READER);
        var stored = new String(dump.take(), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain(link.substring(link.lastIndexOf('/') + 1))
                .doesNotContain(preferences.substring(preferences.lastIndexOf('/') + 1));
    }

    private static Map<String, String> wrong(String token) {
        var wrong = new LinkedHashMap<String, String>();
        wrong.put("cut at the end", token.substring(0, token.length() - 1));
        wrong.put("cut at the beginning", token.substring(1));
        wrong.put("a half", token.substring(0, token.length() / 2));
        wrong.put("too long", token + "A");
        for (int at = 0; at < token.length(); at += 7) {
            wrong.put("flipped at " + at,
                    token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1));
        }
        wrong.put("last character", token.substring(0, token.length() - 1) + (token.endsWith("B") ? 'C' : 'B'));
        wrong.put("a word", "x");
        wrong.put("no base64", "%00");
        return wrong;
    }

    private void assertSame(String path, Map<String, String> wrong) {
        for (var method : List.of("GET", "POST")) {
            var expected = whole(method, path + "unknown");
            assertThat(expected).startsWith("404");
            wrong.forEach(
                    (name, token) -> assertThat(whole(method, path + token)).as("%s: %s", method, name).isEqualTo(expected));
        }
    }

    private static String whole(String method, String path) {
        var request = form().urlEncodingEnabled(false);
        Response answer = method.equals("GET")
                ? request.get(path)
                : request.formParam("act", "leave").formParam("leave", "yes").post(path);
        return answer.statusCode() + "\n" + answer.headers() + "\n" + answer.asString();
    }

    private String token(LinkPurpose purpose) {
        return purpose == LinkPurpose.UNSUBSCRIBE
                ? road.vault.unsubscribeToken(reader)
                : road.vault.token(purpose, reader, clock.instant());
    }

    private static RequestSpecification form() {
        return given().contentType("application/x-www-form-urlencoded");
    }

    /** Every row about readers. */
    private List<String> readers() throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            for (var table : List.of("subscriber", "outbox", "suppression")) {
                try (var read = statement.executeQuery("SELECT t::text FROM " + table + " t ORDER BY 1")) {
                    while (read.next()) {
                        rows.add(read.getString(1));
                    }
                }
            }
        }
        return rows;
    }
}
