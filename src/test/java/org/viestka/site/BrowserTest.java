package org.viestka.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.support.Chromium;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** The pages as readers see them, in Debian's Chromium. Pictures of them are left in {@code target/screenshots}. */
@QuarkusTest
class BrowserTest {

    private static Chromium chromium;

    @Inject
    Slate slate;
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
    void begin() {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
    }

    @ParameterizedTest
    @CsvSource({"en, 1200, LIGHT", "be, 1200, DARK", "ru, 1200, LIGHT", "en, 360, DARK", "be, 360, LIGHT", "ru, 360, DARK"})
    void a_reader_reads_and_subscribes_without_javascript(String language, int width, ColorScheme scheme) {
        var troubles = new ArrayList<String>();
        try (var context = chromium
                .reader(new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(width, 900)
                        .setColorScheme(scheme))) {
            var page = context.newPage();
            page.onConsoleMessage(message -> troubles.add(message.text()));
            page.onRequest(request -> {
                if (!request.url().startsWith(url(""))) {
                    troubles.add("a request to " + request.url());
                }
            });
            var name = "-" + language + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
            page.navigate(url("/" + language));
            Chromium.look(page, "front" + name);
            page.locator("main article a, main h2 a").first().press("Enter");
            Chromium.look(page, "commentary" + name);
            page.navigate(url("/" + language + "/weeks"));
            Chromium.look(page, "archive" + name);
            page.navigate(url("/" + language));
            page.locator("input[type=email]").fill("nobody");
            page.locator("input[type=email]").press("Enter");
            assertThat(page.locator("input[type=email]").inputValue()).isEqualTo("nobody");
            assertThat(page.locator("input[type=email]").getAttribute("aria-describedby")).isNotBlank();
            Chromium.look(page, "mistake" + name);
            page.locator("input[type=email]").fill("reader@example.org");
            page.locator("input[type=email]").press("Enter");
            assertThat(page.locator("h1").count()).isEqualTo(1);
            Chromium.look(page, "asked" + name);
            page.navigate(url("/" + language + "/no/such-page"));
            Chromium.look(page, "not-found" + name);
        }
        assertThat(troubles.stream().filter(trouble -> !trouble.contains("status of 40"))).isEmpty();
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
