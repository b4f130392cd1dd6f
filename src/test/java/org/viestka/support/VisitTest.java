package org.viestka.support;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page that is not fit to print is found out. */
class VisitTest {

    private static Chromium chromium;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"in light | label: | <input>",
            "in light | color-contrast: | <p style='color:#bbb'>Pale",
            "in light | html-has-lang: | <script>document.documentElement.removeAttribute('lang')</script>",
            "in dark | color-contrast: | <style>@media (prefers-color-scheme: dark) {p {color: #ddd}}</style><p>Pale at night",
            "fits the screen | '' | <p style='width:50em'>Wide"})
    void a_page_is_judged(String where, String fault, String content) {
        try (var visit = chromium.visit("en", true)) {
            visit.openForeign("http://page.example/", "<!DOCTYPE html><html lang=en><title>A page</title><main><h1>A page</h1>"
                    + content + "</main></html>");
            assertThatThrownBy(() -> visit.see("the page")).isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(where, fault);
        }
    }
}
