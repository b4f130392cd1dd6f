package org.viestka.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "en | The budget is adopted in silence | the-budget-is-adopted-in-silence",
            "en | Lukashenko's \"yes\" – and why | lukashenkos-yes-and-why",
            "en | Café Œuvre | cafe-oeuvre",
            "en | A <script>alert(1)</script> | a-script-alert-1-script",
            "en | {inject:foo} | inject-foo",
            "ru | Бюджет приняли молча | byudzhet-prinyali-molcha",
            "ru | Объём и соль, щи | obyem-i-sol-shchi",
            "be | Войска рэпеціруе без гасцей | voyska-repyetsiruye-byez-hastsyey",
            "be | З'яднаная эліта ў снежні | zyadnanaya-elita-w-snyezhni",
            "uk | Ґанок | ganok",
            "en | «—!?» | commentary",
            "ru | Беларусь – EU | belarus-eu"})
    void a_title_becomes_ascii(String language, String title, String slug) {
        assertThat(Slug.of(title, language)).isEqualTo(slug);
    }

    @Test
    void a_long_title_ends_with_a_word() {
        assertThat(Slug.of("abcdefghi ".repeat(12), "en")).isEqualTo("abcdefghi-".repeat(8).substring(0, 79));
        assertThat(Slug.of("a".repeat(300), "en")).isEqualTo("a".repeat(80));
    }

    @Test
    void a_taken_slug_gets_a_number() {
        assertThat(Slug.free("review", Set.of())).isEqualTo("review");
        assertThat(Slug.free("review", Set.of("review", "review-2"))).isEqualTo("review-3");
        var longest = "a".repeat(80);
        assertThat(Slug.free(longest, Set.of(longest))).isEqualTo("a".repeat(78) + "-2");
        assertThat("a".repeat(78) + "-2").startsWith(Slug.beginning(longest));
    }
}
