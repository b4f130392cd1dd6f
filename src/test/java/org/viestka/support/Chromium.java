package org.viestka.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

/** Debian's Chromium. */
public final class Chromium implements AutoCloseable {

    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(EXECUTABLE)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking",
                        "--disable-component-update", "--disable-sync", "--no-first-run",
                        // A made-up site on the Internet has frames of a service on this very machine.
                        "--disable-features=LocalNetworkAccessChecks")));
    }

    /** The test is skipped where there is none. */
    public static Chromium start() {
        Assumptions.assumeTrue(Files.isExecutable(EXECUTABLE), "no Chromium at " + EXECUTABLE);
        return new Chromium();
    }

    /** A reader's browser that keeps nothing of another's. */
    public Visit visit(String language, boolean javaScript) {
        return new Visit(browser.newContext(new Browser.NewContextOptions().setLocale(language)
                .setJavaScriptEnabled(javaScript).setViewportSize(Visit.WIDE, Visit.HEIGHT)), language);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
