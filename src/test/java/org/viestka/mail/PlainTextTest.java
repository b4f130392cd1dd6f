package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void a_line_ends_before_the_word_that_would_pass_72_columns() {
        var line = "a".repeat(35) + " " + "б".repeat(36);
        assertThat(PlainText.wrap(line)).isEqualTo(line);
        assertThat(PlainText.wrap(line + "в")).isEqualTo("a".repeat(35) + "\n" + "б".repeat(36) + "в");
        assertThat(PlainText.wrap("🙂".repeat(72))).doesNotContain("\n");
        assertThat(PlainText.wrap("one  \n\ntwo\n")).isEqualTo("one\n\ntwo\n");
    }

    @Test
    void a_link_is_never_broken() {
        var link = "https://example.org/" + "x".repeat(100);
        assertThat(PlainText.wrap("See " + link + " and more")).isEqualTo("See\n" + link + "\nand more");
    }

    @Test
    void what_is_quoted_or_in_a_list_stays_so() {
        assertThat(PlainText.wrap("> " + "word ".repeat(20)).lines()).hasSize(2).allMatch(line -> line.startsWith("> word"));
        assertThat(PlainText.wrap("> - " + "word ".repeat(20)).lines()).containsExactly("> - " + "word ".repeat(13).strip(),
                ">   " + "word ".repeat(7).strip());
        assertThat(PlainText.wrap("10. " + "word ".repeat(20)).lines().skip(1)).allMatch(line -> line.startsWith("    word"));
        assertThat(PlainText.wrap("    code  with   spaces")).isEqualTo("    code  with   spaces");
    }

    @Test
    void a_signature_begins_as_programs_expect_it() {
        assertThat(PlainText.wrap("text\n-- \nname")).isEqualTo("text\n-- \nname");
    }

    @Test
    void a_margin_that_fills_a_line_does_not_grow_the_text() {
        assertThat(PlainText.wrap(" ".repeat(10_000) + "word ".repeat(1_000)).length()).isLessThan(100_000);
    }
}
