package org.viestka.site;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.zip.GZIPInputStream;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.commentary.Commentary;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

@QuarkusTest
class SiteTest {

    @Inject
    Slate slate;

    @Inject
    Newsroom newsroom;

    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"be | /be", "ru-RU,ru;q=0.9 | /ru", "by,be;q=0.3,en;q=0.2 | /be", "fr | /en",
            "; | /en",
            "'' | /en"})
    void the_door_leads_to_the_language_of_the_browser(String accepted, String path) {
        given().redirects().follow(false).header("Accept-Language", accepted).header("Host", "evil.example").get("/").then()
                .statusCode(303).header("Location", equalTo(path)).header("Vary", containsString("Accept-Language"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "en | Situation in Belarus | December 5 – December 11 | The ruling elite | ■ The situation has not changed"
                    + " | The budget is adopted in silence | Read more | View all | Subscribe to our newsletter",
            "be | Сітуацыя ў Беларусі | 5–11 снежня | Кіроўная эліта | ■ Сітуацыя не змянілася"
                    + " | Бюджэт прынялі моўчкі | Чытаць далей | Глядзець усё | Падпішыцеся на нашу рассылку",
            "ru | Ситуация в Беларуси | 5—11 декабря | Правящая элита | ■ Ситуация не изменилась"
                    + " | Бюджет приняли молча | Читать далее | Смотреть все | Подпишитесь на нашу рассылку"})
    void the_front_page_shows_the_newest_issue(String language, String publication, String week, String rubric, String trend,
            String title, String more, String all, String form) {
        newsroom.publishIssue(Samples.WEEK.previous());
        newsroom.publishIssue(Samples.WEEK);
        newsroom.draft(Samples.commentary(Samples.WEEK.next(), Samples.ELITE, Trend.WORSENED));
        var page = page("/" + language);
        assertThat(page.root().child(0).attr("lang")).isEqualTo(language);
        assertThat(page.title()).isEqualTo(week + " · " + publication);
        assertThat(page.select("header .name").text()).isEqualTo(publication);
        assertThat(page.select("h1").text()).isEqualTo(week);
        assertThat(page.select("article")).hasSize(5);
        var first = page.selectFirst("article");
        assertThat(first.select(".rubric").text()).isEqualTo(rubric);
        assertThat(first.select("h2").text()).isEqualTo(title);
        assertThat(first.select(".trend").text()).isEqualTo(trend);
        assertThat(first.select(".more").text()).isEqualTo(more);
        assertThat(page.select(".all").text()).isEqualTo(all);
        assertThat(page.select("form h2").text()).isEqualTo(form);
        assertThat(page.select(".languages").text()).isEqualTo("en by ru");
        assertThat(page.select(".languages [aria-current]").attr("href")).isEqualTo("/" + language);
        assertThat(page.select("article .trend").eachAttr("class")).containsExactly("trend unchanged", "trend improved",
                "trend worsened", "trend improved", "trend worsened");
        given().get(first.select(".more a").attr("href")).then().statusCode(200);
    }

    @Test
    void the_year_is_told_when_it_is_not_this_one() {
        newsroom.publishIssue(Samples.WEEK);
        clock.set(Instant.parse("2017-01-02T09:00:00Z"));
        assertThat(page("/en").select("h1").text()).isEqualTo("December 5 – December 11, 2016");
    }

    @Test
    void a_front_page_with_nothing_on_it_says_so() {
        var page = page("/be");
        assertThat(page.select("main > p").first().text()).isEqualTo("Тут яшчэ нічога не апублікавана.");
        assertThat(page.select("h1").text()).isEqualTo("Сітуацыя ў Беларусі");
        assertThat(page("/be/weeks").select("h1").text()).isEqualTo("Усе выпускі");
    }

    @Test
    void what_does_not_exist_in_belarusian_is_shown_in_russian_and_marked_so() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.UNCHANGED, "en", "ru"));
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.SOCIETY, Trend.UNCHANGED, "be"));
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.SECURITY, Trend.UNCHANGED, "en"));
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.WEST, Trend.UNCHANGED));

        var belarusian = page("/be");
        assertThat(belarusian.select("article").eachAttr("lang")).containsExactly("ru", "be", "be");
        assertThat(belarusian.selectFirst("article").text()).startsWith("Правящая элита Бюджет приняли молча ■ Ситуация");
        assertThat(belarusian.select("article h2 a").eachAttr("href").get(0)).startsWith("/ru/ruling-elite/");
        assertThat(page("/ru").select("article").eachAttr("lang")).containsExactly("ru", "be", "ru");
        assertThat(page("/en").select("article").eachAttr("lang")).containsExactly("en", "en", "en");
    }

    @Test
    void a_week_that_a_language_has_nothing_of_is_not_its_front_page() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.UNCHANGED));
        newsroom.publish(Samples.commentary(Samples.WEEK.next(), Samples.ELITE, Trend.UNCHANGED, "ru"));
        assertThat(page("/en").select("h1").text()).isEqualTo("December 5 – December 11");
        assertThat(page("/be").select("h1").text()).isEqualTo("12–18 снежня");
        given().get("/en/weeks/2016-W50").then().statusCode(404);
        var page = page("/be/weeks/2016-W50");
        assertThat(page.select(".languages a").eachAttr("href")).containsExactly("/en", "/be/weeks/2016-W50",
                "/ru/weeks/2016-W50");
        assertThat(page.select("link[hreflang]").eachAttr("hreflang")).containsExactly("be", "ru", "x-default");
    }

    @Test
    void the_archive_lists_weeks_newest_first_and_is_paged() {
        var week = Week.parse("2016-W30");
        for (int i = 0; i < 12; i++, week = week.next()) {
            newsroom.publish(Samples.commentary(week, i % 3 == 0 ? Samples.WEST : Samples.ELITE, Trend.IMPROVED));
        }
        var page = page("/en/weeks");
        assertThat(page.select("h1").text()).isEqualTo("All issues");
        assertThat(page.select(".issue h2").eachText()).hasSize(10).startsWith("October 10 – October 16");
        assertThat(page.select(".pager a").eachAttr("href")).containsExactly("/en/weeks?page=1");
        assertThat(page.select(".issue h2 a").first().attr("href")).isEqualTo("/en/weeks/2016-W41");
        assertThat(page("/en/weeks/2016-W41").select("h1").text()).isEqualTo("October 10 – October 16");
        var last = page("/en/weeks?page=1");
        assertThat(last.select(".issue")).hasSize(2);
        assertThat(last.select(".pager a").eachAttr("href")).containsExactly("/en/weeks");
        assertThat(last.select("link[rel=canonical]").attr("href")).isEqualTo("http://localhost:8080/en/weeks?page=1");

        var west = page("/be/weeks?rubric=belarus-west-relations");
        assertThat(west.select(".issue")).hasSize(4);
        assertThat(west.select(".filters [aria-current]").text()).isEqualTo("Адносіны Беларусі і Захаду");
        assertThat(west.select(".languages a").first().attr("href")).isEqualTo("/en/weeks?rubric=belarus-west-relations");
        given().get("/en/weeks?page=2").then().statusCode(404);
        given().get("/en/weeks?page=-1").then().statusCode(400);
        given().get("/en/weeks?page=99999999999").then().statusCode(404);
        given().get("/en/weeks?rubric=sports").then().statusCode(400).contentType(startsWith("text/html"));
    }

    @Test
    void pages_can_be_kept_for_a_moment_and_are_not_sent_twice() {
        newsroom.publishIssue(Samples.WEEK);
        var tag = given().get("/en").then().header("Cache-Control", "public, max-age=5")
                .header("Content-Language", "en").extract().header("ETag");
        given().header("If-None-Match", tag).get("/en").then().statusCode(304).header("ETag", tag);
        newsroom.publish(Samples.english(Samples.WEEK, "One more", "Summary", "Body"));
        given().header("If-None-Match", tag).get("/en").then().statusCode(200).header("ETag", not(equalTo(tag)));
        given().head("/en").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/en/weeks/2016-W54", "/en/weeks/last"})
    void a_week_that_does_not_exist_is_a_mistake_of_the_link(String path) {
        given().get(path).then().statusCode(400).contentType(startsWith("text/html")).header("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @CsvSource({"/be/nope, be, Такой старонкі няма", "/be/ruling-elite/nope, be, Такой старонкі няма",
            "/ru/weeks/2015-W01, ru, Такой страницы нет", "/ru/a/b/c/d, ru, Такой страницы нет",
            "/fr, en, There is no such page", "/fr/weeks, en, There is no such page", "/nope, en, There is no such page",
            "/fr/feed.atom, en, There is no such page", "/EN, en, There is no such page"})
    void what_is_not_there_is_told_in_the_language_of_the_page(String path, String language, String title) {
        var answer = given().header("Accept", "text/html").get(path).then().statusCode(404)
                .contentType(startsWith("text/html")).header("Cache-Control", "no-store").extract();
        var page = Jsoup.parse(answer.asString());
        assertThat(page.select("html").attr("lang")).isEqualTo(language);
        assertThat(page.select("h1").text()).isEqualTo(title);
    }

    @Test
    void a_draft_and_a_withdrawn_commentary_are_not_there() {
        Commentary draft = newsroom.draft(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.UNCHANGED));
        var path = draft.translations.get("en").path();
        given().get(path).then().statusCode(404);
        newsroom.publish(draft);
        given().get(path).then().statusCode(200);
        newsroom.withdraw(draft);
        given().get(path).then().statusCode(404);
        assertThat(page("/en").select("article")).isEmpty();
    }

    @Test
    void the_stylesheet_is_small_and_a_new_one_is_seen_soon() {
        var answer = given().get("/viestka.css").then().statusCode(200).header("Cache-Control", "public, max-age=600")
                .extract();
        assertThat(answer.asByteArray().length).isLessThan(20_000);
        assertThat(answer.asString()).doesNotContain("//", "@import", "url(");
        given().header("If-None-Match", answer.header("ETag")).get("/viestka.css").then().statusCode(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/viestka.css", "/viestka-embed.css", "/be"})
    void what_a_first_visit_takes_crosses_a_bad_line_packed(String path) throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var whole = ask(path, "identity");
        var packed = ask(path, "gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(6_000);
        assertThat(whole.headers().firstValue("Content-Encoding")).isEmpty();
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(unpacked.readAllBytes().length).isEqualTo(whole.body().length);
        }
    }

    private static HttpResponse<byte[]> ask(String path, String encoding) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Accept-Encoding", encoding).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void the_form_proposes_the_edition_of_the_page_and_warns_before_the_button() {
        var form = page("/ru").selectFirst("form[action=/subscribe]");
        assertThat(form.select("[name=edition]").eachAttr("value")).containsExactly("en", "be-ru");
        assertThat(form.select("[name=edition][checked]").attr("value")).isEqualTo("be-ru");
        assertThat(form.select("[name=lang]").attr("value")).isEqualTo("ru");
        var email = form.selectFirst("[name=email]");
        assertThat(email.attr("type") + email.attr("autocomplete")).isEqualTo("emailemail");
        assertThat(email.hasAttr("required")).isTrue();
        assertThat(form.select("label[for=email]").text()).isEqualTo("Адрес электронной почты");
        assertThat(form.selectFirst(".caution").text()).startsWith("Если вы в Беларуси");
        assertThat(form.selectFirst(".caution").nextElementSibling().text()).isEqualTo("Подписаться");
        assertThat(page("/en").select("[name=edition][checked]").attr("value")).isEqualTo("en");
    }

    private static Document page(String path) {
        return Jsoup.parse(given().get(path).then().statusCode(200).contentType(startsWith("text/html")).extract().asString());
    }
}
