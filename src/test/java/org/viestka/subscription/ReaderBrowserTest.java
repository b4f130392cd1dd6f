package org.viestka.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.Chromium;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

/** The whole road of a reader as it looks, with no JavaScript. */
@QuarkusTest
@TestProfile(ReaderBrowserTest.Mirrored.class)
class ReaderBrowserTest {

    public static class Mirrored implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("viestka.mirrors", "https://mirror.example.net,http://vestkaonionaddress.onion");
        }
    }

    private static final String READER = "nadzeya@tut.by";

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @CsvSource({"en, 1200, DARK", "be, 1200, LIGHT", "ru, 360, LIGHT", "be, 360, DARK"})
    void a_reader_asks_confirms_chooses_takes_their_data_and_goes(String language, int width, ColorScheme scheme)
            throws Exception {
        var name = "-" + language + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        var requests = new ArrayList<String>();
        try (var chromium = Chromium.start();
                var context = chromium.reader(new Browser.NewContextOptions().setJavaScriptEnabled(false)
                        .setViewportSize(width, 800).setColorScheme(scheme))) {
            var page = context.newPage();
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(url("/subscribe?lang=" + language));
            clock.advance(Duration.ofSeconds(5));
            page.locator("input[type=email]").fill(READER);
            page.locator("input[name=discreet]").check();
            Chromium.look(page, "subscribe" + name);
            page.locator("form.subscribe button").click();
            assertThat(page.locator(".notice").isVisible()).isTrue();
            Chromium.look(page, "answer" + name);
            page.navigate(url(road.linkTo(READER)));
            Chromium.look(page, "confirm" + name);
            page.locator("main button").click();
            assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
            page.navigate(url("/unsubscribe/" + road.vault.unsubscribeToken(road.find(READER).id)));
            Chromium.look(page, "unsubscribe" + name);
            page.locator("form[action='/preferences/link'] button").click();
            page.navigate(url(road.linkTo(READER)));
            assertThat(page.locator("input[name=discreet]").isChecked()).isTrue();
            Chromium.look(page, "preferences" + name);
            page.locator("form[action='/own-data/link'] button").click();
            page.navigate(url(road.linkTo(READER)));
            Chromium.look(page, "own-data" + name);
            assertThat(Files.readString(page.waitForDownload(() -> page.locator("button[value=export]").click()).path(),
                    StandardCharsets.UTF_8)).contains(READER);
            page.locator("button[value=erase]").click();
            assertThat(road.find(READER)).isNull();
            Chromium.look(page, "erased" + name);
            look(page, name);
        }
        assertThat(requests).allMatch(request -> request.startsWith(url("/")) || request.equals("about:blank"));
    }

    /** The mails as well: they are pages to whoever opens them. */
    private void look(Page page, String name) {
        var mails = road.mailsTo(READER);
        // Away from our pages, whose policy would forbid a mail its own style.
        page.navigate("about:blank");
        for (var index : List.of(0, mails.length - 1)) {
            page.setContent(Road.part(mails[index], 1));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", "mail-" + index + name + ".png"))
                    .setFullPage(true));
        }
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
