package org.viestka.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypographyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "en | He said \"no\", and 'maybe' - it's late... | He said “no”, and ‘maybe’ – it’s late…",
            "be | Ён сказаў: \"Аб'ява\" - і з'ехаў | Ён сказаў: «Аб’ява» — і з’ехаў",
            "ru | Партия (\"Белая Русь\") -- не партия | Партия («Белая Русь») — не партия",
            "en | See \"https://example.org/it's...x\", o'brien@example.org... | See “https://example.org/it's...x”, o'brien@example.org…",
            "be | Гл. \"www.example.org/аб'ява\" - тут | Гл. «www.example.org/аб'ява» — тут",
            "ru | \"Газета \"Звязда\" пишет\" | «Газета „Звязда“ пишет»",
            "ru | Экран 24\", точка 53°54'27\" и \"экран 24\" | Экран 24\", точка 53°54'27\" и «экран 24»",
            "en | 24\" and 5'10\" of the \"class of 2016\" | 24\" and 5'10\" of the “class of 2016”",
            "be | «Ужо» „правільна“ — 5–11 снежня, Беларусь-Захад | «Ужо» „правільна“ — 5–11 снежня, Беларусь-Захад"})
    void what_a_keyboard_has_becomes_what_a_printer_sets(String language, String typed, String printed) {
        assertThat(Typography.of(language, typed)).isEqualTo(printed);
    }

    @Test
    void a_quotation_goes_on_through_emphasis_and_ends_with_its_paragraph() {
        assertThat(html("\"*Першае*\" і \"[два](https://example.org/\"x)\"\n\n\"Другі", "be"))
                .contains("<p>«<em>Першае</em>» і «").contains("<p>«Другі</p>");
        assertThat(html("Радок\n\"два\"  \n\"тры\"", "ru")).isEqualTo("<p>Радок\n«два»<br />\n«тры»</p>");
    }

    @Test
    void code_and_links_stay_as_they_are() {
        assertThat(html("`\"a\" - 'b'` [\"c\"](https://example.org/'d'...)", "en"))
                .contains("<code>&#34;a&#34; - &#39;b&#39;</code>")
                .contains("href=\"https://example.org/&#39;d&#39;...\"", "“c”");
    }

    private static String html(String body, String language) {
        return Body.of(body, language, "https://news.example.org"::concat, "/en/ruling-elite/title").page();
    }
}
