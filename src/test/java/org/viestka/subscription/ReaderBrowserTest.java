package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.Chromium;
import org.viestka.support.MailClients;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;
import org.viestka.support.Visit;
import org.viestka.support.WellConnected;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The whole road of a reader, as it is walked and as it looks. */
@QuarkusTest
@TestProfile(WellConnected.class)
class ReaderBrowserTest {

    private static final String READER = "nadzeya@tut.by";
    private static Chromium chromium;

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    Newsroom newsroom;

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
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @CsvSource({"en, true", "en, false", "be, true", "be, false", "ru, true", "ru, false"})
    void a_stranger_reads_subscribes_changes_edition_and_leaves(String language, boolean javaScript) {
        newsroom.publishIssue(Samples.WEEK);
        try (var visit = chromium.visit(language, javaScript)) {
            var page = visit.open("/").page;
            assertThat(page.url()).endsWith("/" + language);
            page.locator(".more a").first().click();
            assertThat(page.locator(".body p").first().isVisible()).isTrue();
            page.locator(".all a").click();
            page.locator(".filters a").nth(2).click();
            assertThat(page.locator(".issue").count()).isEqualTo(1);
            fill(page, "nobody");
            assertMistakeIsTold(page, "nobody");
            fill(page, READER);
            assertThat(page.locator(".notice").isVisible()).isTrue();
            page.navigate(Visit.url(road.linkTo(READER)));
            page.locator("main button").click();
            assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
            visit.open(unsubscribePath());
            page.locator("form[action='/preferences/link'] button").click();
            page.navigate(Visit.url(road.linkTo(READER)));
            var other = language.equals("en") ? "be-ru" : "en";
            page.locator("input[name=edition][value=" + other + "]").check();
            page.locator("button[value=save]").click();
            assertThat(page.locator("[role=status]").isVisible()).isTrue();
            assertThat(road.find(READER).edition).isEqualTo(other);
            visit.open(unsubscribePath());
            page.locator("main button").first().click();
            assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void every_answer_is_fit_to_print(String language) throws Exception {
        try (var visit = chromium.visit(language, true)) {
            var page = visit.open("/subscribe?lang=" + language).page;
            visit.see("subscribe");
            fill(page, "nobody");
            visit.see("subscribe-mistake");
            fill(page, READER);
            visit.see("asked-exposed");
            visit.open("/subscribe?lang=" + language);
            fill(page, "nadzeya@example.org");
            visit.see("asked");
            page.navigate(Visit.url(road.linkTo(READER)));
            visit.see("confirm");
            page.locator("main button").click();
            visit.see("confirmed");
            visit.open("/confirm/nothing").see("link-dead");
            visit.open(unsubscribePath()).see("unsubscribe");
            page.locator("form[action='/preferences/link'] button").click();
            visit.see("preferences-asked");
            page.navigate(Visit.url(road.linkTo(READER)));
            visit.see("preferences");
            page.locator("button[value=pause]").click();
            visit.see("preferences-paused");
            page.locator("form[action='/own-data/link'] button").click();
            visit.see("own-data-asked");
            page.navigate(Visit.url(road.linkTo(READER)));
            visit.see("own-data");
            var file = page.waitForDownload(() -> page.locator("button[value=export]").click());
            assertThat(Files.readString(file.path(), StandardCharsets.UTF_8)).contains(READER);
            page.navigate(Visit.url(unsubscribePath()));
            page.locator("main button").first().click();
            visit.see("unsubscribed");
            page.locator("form[action='/own-data/link'] button").click();
            page.navigate(Visit.url(road.linkTo(READER)));
            page.locator("button[value=erase]").click();
            assertThat(road.find(READER)).isNull();
            visit.see("erased");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_form_is_filled_by_keys_alone(boolean javaScript) {
        try (var visit = chromium.visit("en", javaScript)) {
            var page = visit.open("/subscribe?lang=en").page;
            page.locator("#email").focus();
            page.keyboard().type("nobody");
            page.keyboard().press("Enter");
            assertMistakeIsTold(page, "nobody");
            // From the summary the next stop is the mistake, and from there the field.
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            page.keyboard().press("Shift+Tab");
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("email");
            page.keyboard().press("ControlOrMeta+A");
            page.keyboard().type("nadzeya@example.org");
            page.keyboard().press("Tab");
            page.keyboard().press("ArrowDown");
            assertThat(page.locator("[value=be-ru]").isChecked()).isTrue();
            page.keyboard().press("Tab");
            page.keyboard().press("Space");
            clock.advance(Duration.ofSeconds(5));
            page.keyboard().press("Enter");
            page.locator("main > [role=status]").waitFor();
            var reader = road.find("nadzeya@example.org");
            assertThat(reader.edition).isEqualTo("be-ru");
            assertThat(reader.discreet).isTrue();
        }
    }

    /** What was typed is kept, and who does not see the page is told before anything else what to look at. */
    private static void assertMistakeIsTold(Page page, String typed) {
        page.locator(".mistakes").waitFor();
        var field = page.locator("#email");
        assertThat(field.inputValue()).isEqualTo(typed);
        assertThat(field.getAttribute("aria-invalid")).isEqualTo("true");
        var error = page.locator("#" + field.getAttribute("aria-describedby")).innerText();
        assertThat(error).isNotBlank();
        assertThat(page.locator(".mistakes a[href='#email']").innerText()).isEqualTo(error);
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("mistakes");
    }

    private void fill(Page page, String address) {
        clock.advance(Duration.ofSeconds(5));
        page.locator("#email").fill(address);
        page.locator("form.subscribe button").click();
    }

    private String unsubscribePath() {
        return "/unsubscribe/" + road.vault.unsubscribeToken(road.find(READER).id);
    }

    @ParameterizedTest
    @CsvSource({"en, true", "be, false", "ru, true"})
    void the_form_works_in_a_frame_on_a_site_that_may_have_it(String language, boolean javaScript) {
        try (var visit = chromium.visit(language, javaScript)) {
            var page = visit.openForeign(WellConnected.NEWSPAPER + "/about", """
                    <!DOCTYPE html><html lang="en"><title>A newspaper</title><h1>About us</h1>
                    <iframe src="%s" title="Newsletter" width="320" height="900"></iframe></html>"""
                    .formatted(Visit.url("/embed?lang=" + language))).page;
            var frame = page.frameLocator("iframe");
            assertThat(frame.locator("h1").textContent()).isEqualTo(Publication.words(language).subscribe_heading());
            frame.locator("#email").fill("nobody");
            frame.locator("button").click();
            assertThat(frame.locator(".mistakes").textContent()).isNotBlank();
            assertThat(frame.locator("#email").inputValue()).isEqualTo("nobody");
            clock.advance(Duration.ofSeconds(3));
            frame.locator("#email").fill(READER);
            frame.locator("button").click();
            assertThat(frame.locator("[role=status]").textContent())
                    .isEqualTo(Publication.words(language).subscribe_check_text());
            assertThat(page.url()).isEqualTo(WellConnected.NEWSPAPER + "/about");
        }
        assertThat(road.linkTo(READER)).startsWith("/confirm/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void the_form_for_frames_is_fit_to_print(String language) {
        try (var visit = chromium.visit(language, true)) {
            visit.open("/embed?lang=" + language);
            seeFrame(visit, "embed");
            fill(visit.page, "nobody");
            seeFrame(visit, "embed-mistake");
            fill(visit.page, READER);
            seeFrame(visit, "embed-asked");
            Road.useUpSignUps();
            visit.open("/embed?lang=" + language);
            fill(visit.page, READER);
            seeFrame(visit, "embed-error");
        }
    }

    private static void seeFrame(Visit visit, String name) {
        visit.see(name);
        visit.show(320, ColorScheme.LIGHT);
        visit.assertFits(name);
    }

    @Test
    void a_reader_in_a_frame_is_told_of_an_error_there_and_gets_the_form_again() {
        Road.useUpSignUps();
        try (var visit = chromium.visit("ru", false)) {
            var frame = visit.openForeign(WellConnected.NEWSPAPER + "/about", """
                    <!DOCTYPE html><html lang="en"><title>A newspaper</title><h1>About us</h1>
                    <iframe src="%s" title="Newsletter" width="320" height="900"></iframe></html>"""
                    .formatted(Visit.url("/embed?lang=ru"))).page.frameLocator("iframe");
            clock.advance(Duration.ofSeconds(3));
            frame.locator("#email").fill(READER);
            frame.locator("button").click();
            assertThat(frame.locator("[role=alert]").textContent()).contains("Слишком много попыток");
            frame.locator("main a").click();
            frame.locator("#email").waitFor();
            assertThat(frame.locator("h1").textContent()).isEqualTo(Publication.words("ru").subscribe_heading());
        }
    }

    @ParameterizedTest
    @CsvSource({"en, /embed", "be, /subscribe", "ru, /embed"})
    void whose_browser_fills_what_nobody_sees_presses_the_button_once_more(String language, String path) {
        try (var visit = chromium.visit(language, true)) {
            var page = visit.open(path + "?lang=" + language).page;
            page.locator("[name=remarks]").fill("https://reader.example");
            fill(page, READER);
            page.locator(".mistakes").waitFor();
            assertThat(page.locator(".mistakes").innerText()).contains(Publication.words(language).subscribe_once_more());
            assertThat(page.locator("#email").inputValue()).isEqualTo(READER);
            visit.see("asked-again" + path.replace('/', '-'));
            visit.show(320, ColorScheme.LIGHT);
            visit.assertFits("asked-again");
            page.locator("form.subscribe button").click();
            assertThat(page.locator("[role=status]").textContent())
                    .isEqualTo(Publication.words(language).subscribe_check_text());
        }
        assertThat(road.linkTo(READER)).startsWith("/confirm/");
    }

    @Test
    void the_snippet_works_where_it_is_allowed_and_is_told_so_where_it_is_not() {
        var snippet = given().get("/embed/snippet?lang=be").then().statusCode(200).contentType("text/plain").extract()
                .asString();
        assertThat(snippet).doesNotContain("<script").contains("action=\"http://localhost:8080/subscribe\"");
        var form = "<!DOCTYPE html><html lang=\"be\"><title>A page</title>"
                + snippet.replace("http://localhost:8080", Visit.url("")) + "</html>";
        try (var visit = chromium.visit("be", false)) {
            var page = visit.openForeign(WellConnected.NEWSPAPER + "/about", form).page;
            page.setViewportSize(320, 900);
            visit.assertFits("the snippet");
            page.locator("input[name=email]").fill(READER);
            page.locator("button").click();
            assertThat(page.locator("[role=status]").textContent())
                    .isEqualTo(Publication.words("be").subscribe_check_text());
        }
        assertThat(road.find(READER)).isNotNull();
        slate.wipe();
        try (var visit = chromium.visit("be", false)) {
            var page = visit.openForeign("http://copycat.example/about", form).page;
            page.locator("input[name=email]").fill(READER);
            page.locator("button").click();
            assertThat(page.locator(".mistakes").textContent()).contains(Publication.words("be").subscribe_foreign());
            assertThat(page.locator("#email").inputValue()).isEqualTo(READER);
            assertThat(road.find(READER)).isNull();
            clock.advance(Duration.ofSeconds(3));
            page.locator("button").click();
            assertThat(page.locator("[role=status]").textContent())
                    .isEqualTo(Publication.words("be").subscribe_check_text());
        }
        assertThat(road.find(READER)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"en, false", "be, false", "ru, false", "en, true", "be, true", "ru, true"})
    void single_mails_are_fit_to_print_in_every_client_that_counts(String language, boolean discreet) {
        var kinds = new ArrayList<String>();
        given().formParams(Map.of("email", READER, "edition", "en", "lang", language, "discreet", discreet ? "yes" : ""))
                .post("/subscribe");
        given().post(road.linkTo(READER));
        var token = road.vault.unsubscribeToken(road.find(READER).id);
        given().formParam("token", token).post("/preferences/link");
        given().formParam("token", token).post("/own-data/link");
        try (var visit = chromium.visit(language, true)) {
            for (var mail : road.mailsTo(READER)) {
                var html = Road.part(mail, 1);
                var kind = Road.kind(mail);
                assertThat(new MailClients().troubles(html)).as(kind).isEmpty();
                assertThat(Jsoup.parse(html).select("td[lang=" + language + "]")).isNotEmpty();
                visit.openForeign("http://mail.example/" + kind, html)
                        .seeMail("mail-" + kind + (discreet ? "-discreet" : ""));
                kinds.add(kind);
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder("confirm", "preferences", "own-data");
    }

    @Test
    void other_sites_frame_nothing() {
        try (var visit = chromium.visit("en", false)) {
            var page = visit.openForeign("http://copycat.example/about", """
                    <!DOCTYPE html><html lang="en"><title>A copy</title>
                    <iframe src="%s" title="Newsletter"></iframe></html>""".formatted(Visit.url("/embed"))).page;
            assertThat(page.frameLocator("iframe").locator("#email").count()).isZero();
            visit.expectTrouble("frame-ancestors");
        }
    }
}
