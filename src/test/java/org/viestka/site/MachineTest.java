package org.viestka.site;

import static io.restassured.RestAssured.given;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.publication.Trend;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class MachineTest {

    private static final String SITE = "http://localhost:8080";

    @Inject
    Slate slate;

    @Inject
    Newsroom newsroom;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void each_rubric_has_a_feed_of_its_own() {
        newsroom.publishIssue(Samples.WEEK);
        var feed = xml("/be/ruling-elite/feed.atom");
        assertThat(feed.select("feed > title").text()).isEqualTo("Сітуацыя ў Беларусі · Кіроўная эліта");
        assertThat(feed.select("feed > link[rel=self]").attr("href")).isEqualTo(SITE + "/be/ruling-elite/feed.atom");
        assertThat(feed.select("feed > link[rel=alternate]").attr("href")).isEqualTo(SITE + "/be/weeks?rubric=ruling-elite");
        assertThat(feed.select("entry > title").eachText()).containsExactly("Бюджэт прынялі моўчкі");
        var whole = xml("/be/feed.atom");
        assertThat(feed.select("feed > id").text()).isNotEqualTo(whole.select("feed > id").text());
        assertThat(whole.select("entry > id").eachText()).contains(feed.select("entry > id").text());
        given().get("/be/no-such-rubric/feed.atom").then().statusCode(404);
        given().get("/xx/ruling-elite/feed.atom").then().statusCode(404);
    }

    @Test
    void a_json_feed_has_the_entries_of_the_atom_feed() {
        newsroom.publishIssue(Samples.WEEK);
        for (var path : new String[]{"/be/feed", "/be/ruling-elite/feed"}) {
            var answer = given().get(path + ".json").then().statusCode(200).extract();
            assertThat(answer.contentType()).startsWith("application/feed+json");
            assertThat(answer.header("ETag")).isNotBlank();
            var feed = answer.body().jsonPath();
            var atom = xml(path + ".atom");
            assertThat(feed.getString("version")).isEqualTo("https://jsonfeed.org/version/1.1");
            assertThat(feed.getString("language")).isEqualTo("be");
            assertThat(feed.getString("title")).isEqualTo(atom.select("feed > title").text());
            assertThat(feed.getString("feed_url")).isEqualTo(SITE + path + ".json");
            assertThat(feed.getString("home_page_url"))
                    .isEqualTo(atom.select("feed > link[rel=alternate]").attr("href"));
            assertThat(feed.getList("items.id")).isNotEmpty().isEqualTo(atom.select("entry > id").eachText());
            assertThat(feed.getList("items.title")).isEqualTo(atom.select("entry > title").eachText());
            assertThat(feed.getList("items.url")).isEqualTo(atom.select("entry > link").eachAttr("href"));
            assertThat(feed.getList("items.summary")).isEqualTo(atom.select("entry > summary").eachText());
            assertThat(feed.getList("items.date_published")).isEqualTo(atom.select("entry > published").eachText());
            assertThat(feed.getList("items.date_modified")).isEqualTo(atom.select("entry > updated").eachText());
            assertThat(feed.getList("items.tags.flatten()")).isEqualTo(atom.select("entry > category").eachAttr("label"));
            assertThat(feed.getList("items.language")).containsOnly("be");
            assertThat(feed.getList("authors.name")).isEqualTo(atom.select("feed > author > name").eachText());
            assertThat(feed.getList("items.content_html")).allSatisfy(html -> assertThat((String) html).startsWith("<p>"));
        }
        given().get("/be/no-such-rubric/feed.json").then().statusCode(404);
        assertThat(Jsoup.parse(given().get("/be").asString()).select("link[type=application/feed+json]").attr("href"))
                .isEqualTo(SITE + "/be/feed.json");
    }

    @Test
    void an_archive_of_one_rubric_leads_to_its_feeds_by_name() {
        newsroom.publishIssue(Samples.WEEK);
        var feeds = Jsoup.parse(given().get("/be/weeks?rubric=ruling-elite").asString())
                .select("head link[rel=alternate][type]");
        assertThat(feeds.eachAttr("href")).containsExactly(SITE + "/be/ruling-elite/feed.atom",
                SITE + "/be/ruling-elite/feed.json");
        assertThat(feeds.eachAttr("title")).containsOnly(xml("/be/ruling-elite/feed.atom").select("feed > title").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/en/feed", "/be/ruling-elite/feed"})
    void a_feed_without_entries_is_one_too(String path) {
        var feed = xml(path + ".atom").select("feed").first();
        assertOneEach(feed, "id", "title", "updated", "author");
        assertThat(Instant.parse(feed.select("> updated").text())).isBeforeOrEqualTo(Instant.parse("2016-12-14T09:00:00Z"));
        assertThat(feed.select("entry")).isEmpty();
        assertThat(given().get(path + ".json").jsonPath().getList("items")).isEmpty();
    }

    @Test
    void the_sitemap_names_what_readers_may_see_and_nothing_else() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.IMPROVED, "en", "be"));
        newsroom.draft(Samples.commentary(Samples.WEEK, Samples.WEST, Trend.IMPROVED));
        var map = xml("/sitemap.xml");
        var en = SITE + "/en/ruling-elite/the-budget-is-adopted-in-silence";
        var be = SITE + "/be/ruling-elite/byudzhet-prynyali-mowchki";
        assertThat(map.select("loc").eachText()).containsExactly(SITE + "/en", SITE + "/be", SITE + "/ru", SITE + "/en/weeks",
                SITE + "/be/weeks", SITE + "/ru/weeks", SITE + "/en/safety", SITE + "/be/safety", SITE + "/ru/safety", be, en);
        assertThat(map.select("url:has(loc:contains(silence)) xhtml|link").eachAttr("href")).containsExactly(en, be, en);
        assertThat(map.select("url:has(loc:contains(silence)) xhtml|link").eachAttr("hreflang"))
                .containsExactly("en", "be", "x-default");
        assertThat(map.select("url").get(1).select("[hreflang=x-default]").attr("href")).isEqualTo(SITE + "/");
        for (var url : map.select("url")) {
            // Search engines ignore a page that does not name itself (Google: "list itself and all others").
            assertThat(url.select("xhtml|link").eachAttr("href")).contains(url.select("loc").text());
        }
        assertThat(map.select("lastmod").eachText()).containsExactly("2016-12-14T09:00:00Z", "2016-12-14T09:00:00Z");
    }

    @Test
    void robots_are_kept_from_tokens_and_mailings_and_shown_the_sitemap() {
        var robots = given().get("/robots.txt").then().statusCode(200).extract();
        assertThat(robots.contentType()).startsWith("text/plain");
        assertThat(robots.asString().lines()).startsWith("User-agent: *").contains("Disallow: /confirm/",
                "Disallow: /unsubscribe/", "Disallow: /preferences/", "Disallow: /own-data/", "Disallow: /mailings/",
                "Disallow: /embed",
                "Sitemap: " + SITE + "/sitemap.xml").noneMatch(line -> line.equals("Disallow: /"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/en/feed.atom", "/be/feed.atom", "/ru/belarus-west-relations/feed.atom",
            "/en/ruling-elite/feed.atom"})
    void an_atom_feed_is_what_the_standard_says(String path) {
        newsroom.publishIssue(Samples.WEEK);
        newsroom.publish(Samples.english(Samples.WEEK, "A < B & \"C\" 🙂", "Summary <b>", "Body with `code` & <script>"));
        var feed = xml(path).select("feed").first();
        assertThat(feed.attr("xmlns")).isEqualTo("http://www.w3.org/2005/Atom");
        assertThat(feed.attr("xml:lang")).isNotBlank();
        // RFC 4287 §4.1.1: one of each, an author for all entries, no two entries of one id and time.
        assertOneEach(feed, "id", "title", "updated", "author");
        assertThat(feed.select("> author > name").text()).isNotBlank();
        assertThat(feed.select("> link[rel=self]").eachAttr("href")).containsExactly(SITE + path);
        assertThat(feed.select("> link[rel=alternate]")).hasSize(1);
        assertThat(feed.select("> entry")).isNotEmpty();
        assertThat(feed.select("> entry > id").eachText()).doesNotHaveDuplicates();
        assertThat(Instant.parse(feed.select("> updated").text()))
                .isEqualTo(feed.select("> entry > updated").eachText().stream().map(Instant::parse).max(naturalOrder()).get());
        for (var entry : feed.select("> entry")) {
            // §4.1.2; ids and dates by §4.2.6 and §3.3.
            assertOneEach(entry, "id", "title", "updated", "published", "summary", "content", "category");
            assertThat(URI.create(entry.select("> id").text()).isAbsolute()).isTrue();
            assertThat(Instant.parse(entry.select("> published").text()))
                    .isBeforeOrEqualTo(Instant.parse(entry.select("> updated").text()));
            assertThat(entry.select("> link[rel=alternate][type=text/html]")).hasSize(1);
            assertThat(entry.select("> content").attr("type")).isEqualTo("html");
            assertThat(entry.select("> content").text()).contains("<p>").doesNotContain("<script");
            assertThat(entry.select("> category").attr("term")).isNotBlank();
            assertThat(entry.children()).extracting(Element::tagName).isSubsetOf("id", "title", "updated", "published",
                    "summary",
                    "content", "category", "link");
        }
    }

    private static void assertOneEach(Element parent, String... names) {
        for (var name : names) {
            assertThat(parent.select("> " + name)).as(name).hasSize(1);
        }
    }

    private static Document xml(String path) {
        return Jsoup.parse(given().get(path).then().statusCode(200).extract().asString(), "", Parser.xmlParser());
    }
}
