package org.viestka.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.publication.Trend;
import org.viestka.support.Newsroom;
import org.viestka.support.PublicSite;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** What a browser is told on a site that is reached over TLS. */
@QuarkusTest
@TestProfile(PublicSite.class)
class SafetyHeadersTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;

    @BeforeEach
    void publish() {
        slate.wipe();
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/en", "/be", "/ru", "/be/weeks", "/en/weeks/2016-W49", "/be/safety",
            "/en/feed.atom", "/subscribe", "/embed", "/confirm/x",
            "/unsubscribe/x", "/preferences/x", "/nowhere", "/api/subscribers"})
    void nothing_ties_a_visitor_to_us_or_shows_others_where_they_were(String path) {
        var answer = given().get(path);
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(answer.headers().hasHeaderWithName("Set-Cookie")).isFalse();
        assertThat(answer.headers().hasHeaderWithName("Server")).isFalse();
        if (answer.contentType().startsWith("text/html")) {
            var page = Jsoup.parse(answer.asString());
            assertThat(page.select("script, iframe, object, embed, [style], style, [onclick], [onload], base")).isEmpty();
            assertThat(page.select("[src], link[rel=stylesheet], link[rel=icon], link[rel=preload]").eachAttr("href"))
                    .allMatch(href -> href.startsWith("/"));
            assertThat(page.select("[src]").eachAttr("src")).allMatch(src -> src.startsWith("/"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/confirm/x", "/unsubscribe/x", "/preferences/x", "/subscribe"})
    void pages_about_a_reader_are_kept_nowhere(String path) {
        assertThat(given().get(path).header("Cache-Control")).isEqualTo("no-store");
    }
}
