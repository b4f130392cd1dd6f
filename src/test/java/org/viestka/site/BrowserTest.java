package org.viestka.site;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;
import org.viestka.support.Chromium;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;

import io.quarkus.test.junit.QuarkusTest;

/** The pages as readers see them, in Debian's Chromium. */
@QuarkusTest
class BrowserTest {

    private static Chromium chromium;

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Mailings mailings;
    @Inject
    Publication publication;

    @BeforeAll
    static void open() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void begin() {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void every_page_is_fit_to_print(String language) {
        var week = Samples.WEEK.previous();
        for (int i = 0; i < 10; i++, week = week.previous()) {
            newsroom.publish(Samples.commentary(week, i % 2 == 0 ? Samples.WEST : Samples.ELITE, Trend.WORSENED));
        }
        var edition = publication.editionFor(language);
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        try (var visit = chromium.visit(language, true)) {
            visit.open("/" + language).see("front");
            visit.page.locator("main h2 a").first().click();
            visit.see("commentary");
            visit.open("/" + language + "/weeks/" + Samples.WEEK.previous()).see("week");
            visit.open("/" + language + "/weeks").see("archive");
            visit.page.locator(".filters a").nth(4).click();
            visit.see("archive-rubric");
            visit.open("/" + language + "/weeks?page=1").see("archive-last");
            visit.open("/" + language + "/weeks?rubric=" + Samples.RUSSIA + "&page=0").see("archive-one");
            visit.open("/" + language + "/safety").see("safety");
            visit.open("/" + language + "/no/such-page").see("not-found");
            visit.open("/test/troubles/fault").see("error");
            visit.open("/test/troubles/database").see("unavailable");
            visit.open("/mailings/" + Samples.WEEK + "/" + edition.key()).see("mailing");
            slate.wipe();
            visit.open("/" + language).see("front-empty");
        }
    }

    @Test
    void everything_that_markdown_has_is_fit_to_print() {
        var wide = "| Month ".repeat(12) + "|\n" + "|---".repeat(12) + "|\n" + ("| 1,234.5 ".repeat(12) + "|\n").repeat(3);
        var commentary = newsroom.publish(Samples.english(Samples.WEEK, "Everything", "A summary.", """
                See [below](#in-numbers) and https://example.org/a/very/long/path/that/does/not/break/by/itself/at/all/people's.

                7. seven[^1]
                8. ~~eight~~ nine

                2016. It was a year.

                ## In numbers

                | Year | Growth, %% | Words |
                |---|--:|:-:|
                | 2016 | -2.5 | incomprehensibilitiesofinterpretation of a cell |

                %s

                ![A map](https://example.org/map.png)[^1]

                [^1]: A note, see [there](../x).
                """.formatted(wide)));
        try (var visit = chromium.visit("en", true)) {
            visit.open(commentary.translations.get("en").path()).see("commentary-markdown");
        }
    }

    @Test
    void a_database_that_is_away_is_told_calmly_and_with_a_time_to_come_back() {
        given().header("Accept", "text/html").header("Accept-Language", "ru").get("/test/troubles/database").then()
                .statusCode(503).header("Retry-After", "10").header("Cache-Control", "no-store")
                .body(containsString("<h1>Скоро мы вернёмся</h1>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void the_first_view_takes_two_requests_and_little_more_than_its_text(String language) {
        try (var visit = chromium.visit(language, true)) {
            for (var path : new String[]{"/" + language, "/" + language + "/weeks"}) {
                var responses = new ArrayList<Response>();
                // The tab's icon is no part of the view: it is fetched once the page stands, and kept for later.
                visit.page.onResponse(response -> {
                    if (!response.url().endsWith(".svg"))
                        responses.add(response);
                });
                visit.open(path);
                visit.page.waitForLoadState();
                assertThat(responses).extracting(Response::url).as(path).hasSizeBetween(1, 2);
                assertThat(List.copyOf(responses).stream().mapToInt(response -> response.body().length).sum()).as(path)
                        .isLessThan(50_000);
            }
        }
    }

    /** A line of 60 to 75 characters is read without losing the way back. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void lines_are_neither_short_nor_long(String language) {
        var commentary = newsroom.publish(Samples.commentary(Week.parse("2016-W40"), Samples.ELITE, Trend.UNCHANGED));
        try (var visit = chromium.visit(language, true)) {
            visit.open(commentary.translations.get(language).path());
            var perLine = (Number) visit.page.evaluate(
                    """
                            () => {
                              const p = [...document.querySelectorAll('.body > p')].sort((a, b) => b.textContent.length - a.textContent.length)[0];
                              const text = p.firstChild.textContent;
                              p.textContent = (text + ' ').repeat(12);
                              const lines = p.getClientRects()[0].height / parseFloat(getComputedStyle(p).lineHeight);
                              return p.textContent.length / lines;
                            }""");
            assertThat(perLine.doubleValue()).as(language).isBetween(60.0, 75.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void at_twice_the_size_nothing_is_lost_at_the_side(String language) {
        try (var visit = chromium.visit(language, true)) {
            for (var path : new String[]{"/" + language, "/" + language + "/weeks", "/" + language + "/safety",
                    "/subscribe?lang=" + language}) {
                visit.open(path);
                // The browser's zoom halves the screen; a reader's own font size doubles the text alone.
                visit.show(640, ColorScheme.LIGHT);
                visit.assertFits(path + " at 200 %");
                visit.page.evaluate("document.documentElement.style.fontSize = '200%'");
                visit.show(360, ColorScheme.LIGHT);
                visit.assertFits(path + " in large print");
            }
        }
    }

    @Test
    void keys_alone_lead_past_the_masthead_and_show_where_they_are() {
        try (var visit = chromium.visit("en", true)) {
            var page = visit.open("/en").page;
            page.keyboard().press("Tab");
            assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
            assertThat(page.locator(".skip").boundingBox().y).isNotNegative();
            page.keyboard().press("Enter");
            page.waitForURL("**/en#main");
            page.keyboard().press("Tab");
            assertThat(page.evaluate("document.activeElement.closest('main .brief') !== null")).isEqualTo(true);
            page.keyboard().press("Enter");
            page.waitForURL("**/en#c1");
            IntStream.range(0, 8).forEach(i -> {
                page.keyboard().press("Tab");
                assertThat((Map<?, ?>) page.evaluate("""
                        () => { const style = getComputedStyle(document.activeElement);
                          return { outline: style.outlineStyle, width: parseFloat(style.outlineWidth) >= 2 }; }"""))
                        .isEqualTo(Map.of("outline", "solid", "width", true));
            });
            page.locator(".teaser h2 a").first().focus();
            page.keyboard().press("Enter");
            page.locator("article h1").waitFor();
            assertThat(page.url()).contains("/ruling-elite/");
        }
    }
}
