package org.viestka.site;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import java.time.Duration;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.commentary.Commentaries;
import org.viestka.publication.Trend;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FeedTest {

    @Inject
    Slate slate;

    @Inject
    Newsroom newsroom;

    @Inject
    Commentaries commentaries;

    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void the_feed_has_whole_commentaries_of_its_language() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED, "be", "ru"));
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.WEST, Trend.WORSENED, "ru"));
        var feed = feed("be");
        assertThat(feed.select("feed").attr("xml:lang")).isEqualTo("be");
        assertThat(feed.select("feed > title").text()).isEqualTo("Сітуацыя ў Беларусі");
        assertThat(feed.select("feed > link[rel=self]").attr("href")).isEqualTo("http://localhost:8080/be/feed.atom");
        assertThat(feed.select("feed > author > name").text()).isEqualTo("Сітуацыя ў Беларусі");
        assertThat(feed.select("entry")).hasSize(1);
        var entry = feed.selectFirst("entry");
        assertThat(entry.select("title").text()).isEqualTo("Бюджэт прынялі моўчкі");
        assertThat(entry.select("link").attr("href"))
                .isEqualTo("http://localhost:8080/be/ruling-elite/byudzhet-prynyali-mowchki");
        assertThat(entry.select("category").attr("label")).isEqualTo("Кіроўная эліта");
        assertThat(entry.select("summary").text()).startsWith("Парламент зацвердзіў");
        assertThat(entry.select("content").attr("type")).isEqualTo("html");
        assertThat(entry.select("content").text()).startsWith("<p><strong>▼ Сітуацыя пагоршылася</strong></p>")
                .contains("<h2>Што за гэтым стаіць</h2>", "href=\"https://www.example.org/budget\"");
        assertThat(entry.select("published").text()).isEqualTo("2016-12-14T09:00:00Z");
    }

    @Test
    void links_of_an_entry_lead_to_where_they_lead_on_its_page() {
        newsroom.publish(
                Samples.english(Samples.WEEK, "A title", "Summary", "[a](/en/x) [b](../y) [c](#z) [d](//example.org/w)"));
        var entry = Jsoup.parseBodyFragment(feed("en").select("content").text());
        var item = Jsoup.parseBodyFragment(given().get("/en/feed.json").path("items[0].content_html"));
        assertThat(entry.select("a").eachAttr("href")).isEqualTo(item.select("a").eachAttr("href")).containsExactly(
                "http://localhost:8080/en/x", "http://localhost:8080/en/y",
                "http://localhost:8080/en/ruling-elite/a-title#z", "http://example.org/w");
    }

    @Test
    void a_correction_changes_the_time_and_not_the_id() {
        var commentary = newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
        var before = feed("en");
        clock.advance(Duration.ofHours(2));
        commentaries.change(commentary.id, Samples.english(Samples.WEEK, "Corrected", "Summary", "Body"), version -> {
        });
        var after = feed("en");
        assertThat(before.select("entry > id").text()).startsWith("urn:uuid:").isEqualTo(after.select("entry > id").text());
        assertThat(before.select("feed > id").text()).startsWith("urn:uuid:").isEqualTo(after.select("feed > id").text());
        assertThat(after.select("entry > title").text()).isEqualTo("Corrected");
        assertThat(after.select("entry > published").text()).isEqualTo("2016-12-14T09:00:00Z");
        assertThat(after.select("entry > updated").text()).isEqualTo("2016-12-14T11:00:00Z");
        assertThat(after.select("feed > updated").text()).isEqualTo("2016-12-14T11:00:00Z");
    }

    @Test
    void the_last_twenty_are_in_it_newest_first() {
        var week = Samples.WEEK;
        for (int i = 0; i < 22; i++, week = week.next()) {
            newsroom.publish(Samples.english(week, "Number " + i, "Summary", "Body"));
            clock.advance(Duration.ofHours(1));
        }
        assertThat(feed("en").select("entry > title").eachText()).hasSize(20).startsWith("Number 21").endsWith("Number 2");
        assertThat(feed("ru").select("entry")).isEmpty();
    }

    @Test
    void what_an_author_wrote_does_not_break_the_feed() {
        newsroom.publish(
                Samples.english(Samples.WEEK, "A & B <script> ]]>", "\u0000\u000b\uffff & <b>", "<script>x</script> ]]>"));
        var entry = feed("en").selectFirst("entry");
        assertThat(entry.select("title").text()).isEqualTo("A & B <script> ]]>");
        assertThat(entry.select("summary").text()).isEqualTo("& <b>");
        assertThat(entry.select("content").text()).contains("<p>&lt;script&gt;x&lt;/script&gt; ]]&gt;</p>");
    }

    private static Document feed(String language) {
        var answer = given().get("/" + language + "/feed.atom").then().statusCode(200)
                .contentType(startsWith("application/atom+xml")).extract();
        // REST Assured's parser is strict: what is not well-formed fails here.
        answer.xmlPath().getString("feed.id");
        return Jsoup.parse(answer.asString(), "", Parser.xmlParser());
    }
}
