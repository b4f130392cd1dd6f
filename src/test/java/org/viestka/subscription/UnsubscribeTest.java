package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

@QuarkusTest
class UnsubscribeTest {

    private static final String READER = "nadzeya@reader.example";
    private static final String MULTIPART = "--limit\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
            + "One-Click\r\n--limit--\r\n";

    @Inject
    Road road;

    @Inject
    Slate slate;

    String link;

    @BeforeEach
    void subscribe() {
        slate.wipe();
        var reader = road.subscribed(READER, "be-ru", "be", SubscriberStatus.ACTIVE);
        link = "/unsubscribe/" + road.vault.unsubscribeToken(reader.id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=limit"})
    void one_click_unsubscribes_at_once_in_both_forms(String type) throws Exception {
        for (int time = 0; time < 2; time++) {
            var answer = Road.post(link, type, type.startsWith("multipart") ? MULTIPART : "List-Unsubscribe=One-Click");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Вы адпісаліся\n");
            assertThat(answer.headers().map()).doesNotContainKeys("location", "set-cookie")
                    .containsEntry("content-type", List.of("text/plain;charset=UTF-8"));
            assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"boundary=limit | --limit | Content-Type: text/plain; charset=\\r\\n",
            "boundary=limit | --limit | Content-Type: text/plain; charset='utf-8'\\r\\n",
            "boundary=limit | --limit | Content-Type: text/plain; charset=\"\\r\\n",
            "boundary=limit | --limit | Content-Type: text/plain; charset=x y\\r\\n",
            "boundary=limit | --limit | Content-Type: text/plain; charset=unknown-8bit\\r\\n",
            "boundary=limit | '--limit \t' | X-Folded: a\\r\\n b\\r\\n", "boundary = limit | --limit | ''",
            "boundary=\"limit\"; charset='utf-8' | --limit | ''", "boundary=limit; charset= | --limit | ''"})
    void one_click_unsubscribes_however_oddly_its_parts_are_written(String parameters, String boundary, String fields)
            throws Exception {
        var body = MULTIPART.replace("--limit\r\n", boundary + "\r\n").replace("form-data; ", "form-data;\r\n ")
                .replace("\r\n\r\n", "\r\n" + fields.replace("\\r\\n", "\r\n") + "\r\n");
        assertThat(Road.post(link, "multipart/form-data; " + parameters, body).statusCode()).isEqualTo(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"charset=", "charset='utf-8'", "charset=\"", "charset=x y", "charset=a,b", "charset=unknown-8bit"})
    void one_click_unsubscribes_whatever_charset_its_type_names(String charset) throws Exception {
        assertThat(Road.post(link, "application/x-www-form-urlencoded; " + charset, "List-Unsubscribe=One-Click").statusCode())
                .isEqualTo(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    /** Proxies cut where they like, and blanks may stand before the semicolon (RFC 9110 §5.6.6). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 4096})
    void one_click_unsubscribes_however_its_parts_are_cut(int size) throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            var out = socket.getOutputStream();
            out.write(("POST " + link + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: Multipart/Form-Data ; Boundary=limit\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int from = 0; from < MULTIPART.length(); from += size) {
                var piece = MULTIPART.substring(from, Math.min(MULTIPART.length(), from + size));
                out.write((Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @Test
    void a_hundred_scanners_change_nothing() {
        for (int visit = 0; visit < 100; visit++) {
            assertThat(given().header("User-Agent", "scanner " + visit).get(link).statusCode()).isEqualTo(200);
            assertThat(given().head(link).statusCode()).isEqualTo(200);
        }
        given().options(link);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(road.find(READER).version).isZero();
    }

    @Test
    void the_page_has_a_button_that_unsubscribes() {
        var page = Jsoup.parse(given().header("Accept-Language", "en").get(link).asString());
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo("be");
        assertThat(page.selectFirst("main form button").text()).isEqualTo("Адпісацца");
        assertThat(page.select("script")).isEmpty();
        for (int time = 0; time < 2; time++) {
            var answer = given().formParam("leave", "yes").post(link);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Jsoup.parse(answer.asString()).selectFirst("h1").text()).isEqualTo("Вы адпісаліся");
        }
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "List-Unsubscribe=one", "list-unsubscribe=One-Click", "leave=no", "x=List-Unsubscribe"})
    void another_body_changes_nothing(String body) throws Exception {
        assertThat(Road.post(link, "application/x-www-form-urlencoded", body).statusCode()).isEqualTo(400);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void a_bounced_reader_leaves_for_good_and_no_admin_brings_them_back() {
        var bounced = road.subscribed("bounced@reader.example", "en", "en", SubscriberStatus.BOUNCED);
        var answer = given().formParam("List-Unsubscribe", "One-Click")
                .post("/unsubscribe/" + road.vault.unsubscribeToken(bounced.id));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(road.status("bounced@reader.example")).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }
}
