package org.viestka.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;

import io.restassured.RestAssured;

/**
 * One reader's visit in one language. Whatever the browser complains of, and whatever it asks of another host, fails it at
 * its end. Pictures of what was looked at are left in {@code target/screenshots}.
 */
public final class Visit implements AutoCloseable {

    static final int WIDE = 1280;
    static final int HEIGHT = 900;
    private static final int NARROW = 360;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> CONTRAST = List.of("color-contrast");

    public final Page page;
    private final BrowserContext context;
    private final String language;
    private final List<String> troubles = new ArrayList<>();
    private String foreign;

    Visit(BrowserContext context, String language) {
        this.context = context;
        this.language = language;
        page = context.newPage();
        page.onPageError(troubles::add);
        page.onConsoleMessage(message -> {
            // That a page of ours has another status than 200 is told as an error, too.
            if (!message.text().contains("the server responded with a status of")) {
                troubles.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(url("/")) && !request.url().equals("about:blank")
                    && !request.url().equals(foreign)) {
                troubles.add("a request to " + request.url());
            }
        });
        page.onResponse(this::check);
    }

    public static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }

    public Visit open(String path) {
        page.navigate(url(path));
        return this;
    }

    /** Opens somebody else's page, which stands at {@code url} for this visit. */
    public Visit openForeign(String url, String html) {
        foreign = url;
        page.route(url, route -> route.fulfill(new Route.FulfillOptions().setContentType("text/html; charset=utf-8")
                .setBody(html)));
        page.navigate(url);
        return this;
    }

    /** The browser has complained of this, and is right. */
    public void expectTrouble(String part) {
        assertThat(troubles).anyMatch(trouble -> trouble.contains(part));
        troubles.removeIf(trouble -> trouble.contains(part));
    }

    /**
     * Judges a page that stands open in both colour schemes, without and with a small screen. With JavaScript, which axe-core
     * needs, by every rule that it has.
     */
    public void see(String name) {
        // Each language is pictured in two of the four ways, so that each way is to be seen in some language.
        boolean isWideInLight = !language.equals("be");
        show(WIDE, ColorScheme.LIGHT);
        assertThat(violations(axe())).as(name + " in light").isEmpty();
        show(isWideInLight ? NARROW : WIDE, ColorScheme.DARK);
        assertThat(violations(axe().withRules(CONTRAST))).as(name + " in dark").isEmpty();
        picture(name + (isWideInLight ? "-narrow-dark" : "-wide-dark"));
        show(isWideInLight ? WIDE : NARROW, ColorScheme.LIGHT);
        picture(name + (isWideInLight ? "-wide-light" : "-narrow-light"));
        show(NARROW, ColorScheme.LIGHT);
        assertFits(name);
        show(WIDE, ColorScheme.LIGHT);
    }

    /** Judges a mail that stands open as a page: on a narrow telephone and in a window, in both colour schemes, pictured in each. */
    public void seeMail(String name) {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[]{320, 600}) {
                show(width, scheme);
                // A mail stands within a page that has landmarks.
                assertThat(violations(axe().disableRules(List.of("region", "landmark-one-main")))).as(name).isEmpty();
                assertFits(name + " " + width);
                picture(name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Nothing makes the reader scroll sideways. */
    public void assertFits(String name) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(name + " fits the screen").isEqualTo(true);
    }

    /** As a user of a small screen, or of a large one at 200 %. */
    public void show(int width, ColorScheme scheme) {
        page.setViewportSize(width, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    private AxeBuilder axe() {
        var options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder(page).setLegacyMode(true).options(options);
    }

    private List<String> violations(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " at "
                        + rule.getNodes().stream().map(node -> node.getHtml() + " " + node.getFailureSummary()).toList())
                .toList();
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(language + "-" + name + ".png"))
                .setFullPage(true));
    }

    private void check(Response response) {
        var headers = response.headers();
        if (!response.url().equals(foreign)
                && headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).startsWith("text/html")
                && !headers.getOrDefault("content-security-policy", "unsafe-inline")
                        .matches("default-src 'none'(?!.*unsafe-(inline|eval)).*")) {
            troubles.add("a loose policy for " + response.url());
        }
    }

    @Override
    public void close() {
        context.close();
        assertThat(troubles).isEmpty();
    }
}
