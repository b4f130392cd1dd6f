package org.viestka.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** The pages as readers see them, in Debian's Chromium. Pictures of them are left in {@code target/screenshots}. */
@QuarkusTest
class BrowserTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static Playwright playwright;
    private static Browser browser;

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;

    @BeforeAll
    static void open() {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync", "--no-first-run")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
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
        try (var context = browser
                .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(width, 900)
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
            look(page, "front" + name);
            page.locator("main article a, main h2 a").first().press("Enter");
            look(page, "commentary" + name);
            page.navigate(url("/" + language + "/weeks"));
            look(page, "archive" + name);
            page.navigate(url("/" + language));
            page.locator("input[type=email]").fill("nobody");
            page.locator("input[type=email]").press("Enter");
            assertThat(page.locator("input[type=email]").inputValue()).isEqualTo("nobody");
            assertThat(page.locator("input[type=email]").getAttribute("aria-describedby")).isNotBlank();
            look(page, "mistake" + name);
            page.locator("input[type=email]").fill("reader@example.org");
            page.locator("input[type=email]").press("Enter");
            assertThat(page.locator("h1").count()).isEqualTo(1);
            look(page, "asked" + name);
            page.navigate(url("/" + language + "/no/such-page"));
            look(page, "not-found" + name);
        }
        assertThat(troubles.stream().filter(trouble -> !trouble.contains("status of 40"))).isEmpty();
    }

    private static void look(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
        int width = page.viewportSize().width;
        var body = page.locator("main").boundingBox();
        assertThat(body.x + body.width).as(name + " fits the screen").isLessThanOrEqualTo(width);
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
