package org.viestka.site;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.commentary.Commentaries;
import org.viestka.publication.Trend;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

@QuarkusTest
class CommentaryPageTest {

    private static final String PATH = "/en/ruling-elite/the-budget-is-adopted-in-silence";

    @Inject
    Slate slate;

    @Inject
    Newsroom newsroom;

    @Inject
    Commentaries commentaries;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_commentary_is_shown_whole() {
        newsroom.publishIssue(Samples.WEEK);
        var page = page(PATH);
        assertThat(page.title()).isEqualTo("The budget is adopted in silence · Situation in Belarus");
        var article = page.selectFirst("article");
        assertThat(article.attr("lang")).isEqualTo("en");
        assertThat(article.select(".week").text()).isEqualTo("December 5 – December 11, 2016");
        assertThat(article.select(".week a").attr("href")).isEqualTo("/en/weeks/2016-W49");
        assertThat(article.select(".rubric").text()).isEqualTo("The ruling elite");
        assertThat(article.select("h1").text()).isEqualTo("The budget is adopted in silence");
        assertThat(article.select(".trend").text()).isEqualTo("■ The situation has not changed");
        assertThat(article.select(".summary").text()).startsWith("Parliament passed the budget");
        assertThat(article.select(".body").html()).isEqualToIgnoringWhitespace("""
                <p>The government sent the draft on Monday, and it came back with signatures on <strong>Tuesday</strong>. \
                Not one deputy proposed an amendment.</p>
                <h2>What is behind it</h2>
                <ul><li>The presidential administration settled the disputes between ministries beforehand.</li>
                <li>The regions were promised compensation for the new cuts.</li></ul>
                <blockquote><p>“We have discussed everything in the working groups,” the chair of the committee \
                explained.</p></blockquote>
                <p>The elite is likely to stay united until the spring, when the first results are due. Details are on \
                <a href="https://www.example.org/budget" rel="noreferrer">the site of the ministry</a>.</p>""");
        assertThat(page.select(".others li")).hasSize(4);
        assertThat(page.select(".others .rubric").first().text()).isEqualTo("Society and political parties");
        assertThat(page.select("form[action=/subscribe]")).hasSize(1);
    }

    @Test
    void the_switch_leads_to_the_siblings() {
        newsroom.publishIssue(Samples.WEEK);
        var page = page(PATH);
        assertThat(page.select(".languages a").eachAttr("href")).containsExactly(PATH,
                "/be/ruling-elite/byudzhet-prynyali-mowchki", "/ru/ruling-elite/byudzhet-prinyali-molcha");
        assertThat(page.select("link[rel=canonical]").attr("href")).isEqualTo("http://localhost:8080" + PATH);
        assertThat(page.select("link[hreflang]").eachAttr("hreflang")).containsExactly("en", "be", "ru", "x-default");
        assertThat(page.select("link[hreflang=x-default]").attr("href"))
                .isEqualTo(page.select("link[hreflang=en]").attr("href"));
        assertThat(page.select("meta[property=og:locale]").attr("content")).isEqualTo("en_US");
        assertThat(page.select("meta[property=og:locale:alternate]").eachAttr("content")).containsExactly("be_BY", "ru_RU");
        assertThat(page.select("link[hreflang=ru]").attr("href"))
                .isEqualTo("http://localhost:8080/ru/ruling-elite/byudzhet-prinyali-molcha");
        assertThat(page("/ru/ruling-elite/byudzhet-prinyali-molcha").select("h1").text()).isEqualTo("Бюджет приняли молча");
    }

    @Test
    void the_switch_leads_to_the_front_page_where_there_is_no_sibling() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.IMPROVED, "en"));
        var page = page(PATH);
        assertThat(page.select(".languages a").eachAttr("href")).containsExactly(PATH, "/be", "/ru");
        assertThat(page.select("link[hreflang]").eachAttr("hreflang")).containsExactly("en", "x-default");
        assertThat(page.select(".others")).isEmpty();
        given().get("/ru/ruling-elite/the-budget-is-adopted-in-silence").then().statusCode(404);
    }

    @Test
    void a_link_from_before_the_rubric_was_corrected_still_leads_there() {
        var commentary = newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.IMPROVED));
        commentaries.change(commentary.id, Samples.commentary(Samples.WEEK, Samples.SECURITY, Trend.IMPROVED), v -> {
        });
        given().redirects().follow(false).get(PATH).then().statusCode(301).header("Location",
                equalTo("/en/security-issues/the-budget-is-adopted-in-silence"));
    }

    @Test
    void what_an_author_wrote_is_text_and_neither_script_nor_template() {
        var hostile = "<script>alert(1)</script> {inject:foo} {config:viestka.keyset} \"><img src=x onerror=alert(1)>";
        var commentary = newsroom.publish(Samples.english(Samples.WEEK, hostile, hostile,
                hostile + "\n\n[link](javascript:alert(1)) [data](data:text/html,x)\n\n<iframe src=\"//evil.example\">"));
        var printed = hostile.replace('"', '“');
        for (var path : new String[]{"/en", "/en/weeks", "/en/weeks/2016-W49", commentary.translations.get("en").path()}) {
            var page = page(path);
            assertThat(page.select(
                    "script:not([type=application/ld+json]), img, iframe, [onerror], a[href^=javascript], a[href^=data]"))
                    .as(path).isEmpty();
            assertThat(page.select("main").text()).as(path).contains(printed);
        }
        var page = page(commentary.translations.get("en").path());
        assertThat(page.select("article h1").text()).isEqualTo(printed);
        assertThat(page.select("article .summary").text()).isEqualTo(printed);
        assertThat(page.select("article .body").text()).startsWith(hostile).contains("link", "<iframe");
        assertThat(page.title()).startsWith(printed);
        assertThat(page.select("meta[property=og:description]").attr("content")).isEqualTo(printed);
        assertThat(news(page).getString("headline")).isEqualTo(hostile);
    }

    @Test
    void machines_are_told_what_it_is() {
        newsroom.publishIssue(Samples.WEEK);
        var page = page("/be/ruling-elite/byudzhet-prynyali-mowchki");
        var address = "http://localhost:8080/be/ruling-elite/byudzhet-prynyali-mowchki";
        assertThat(page.select("meta[property=og:type]").attr("content")).isEqualTo("article");
        assertThat(page.select("meta[property=og:title]").attr("content")).isEqualTo("Бюджэт прынялі моўчкі");
        assertThat(page.select("meta[property=og:url]").attr("content")).isEqualTo(address);
        assertThat(page.select("meta[property=og:site_name]").attr("content")).isEqualTo("Сітуацыя ў Беларусі");
        var news = news(page);
        assertThat(news.getString("'@type'")).isEqualTo("NewsArticle");
        assertThat(news.getString("headline")).isEqualTo("Бюджэт прынялі моўчкі");
        assertThat(news.getString("inLanguage")).isEqualTo("be");
        assertThat(news.getString("articleSection")).isEqualTo("Кіроўная эліта");
        assertThat(news.getString("datePublished")).isEqualTo("2016-12-14T09:00:00Z");
        assertThat(news.getString("mainEntityOfPage")).isEqualTo(address);
        assertThat(news.getString("publisher.name")).isEqualTo("Сітуацыя ў Беларусі");
        assertThat(page("/be").select("meta[property=og:type]").attr("content")).isEqualTo("website");
    }

    private static JsonPath news(Document page) {
        return JsonPath.from(page.selectFirst("script[type=application/ld+json]").data());
    }

    private static Document page(String path) {
        return Jsoup.parse(given().get(path).then().statusCode(200).extract().asString());
    }
}
