package org.viestka.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "<p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=RU>One<o:p></o:p></span></p> | One",
            "<!--StartFragment--><p>One</p><p>Two</p><!--EndFragment--> | One\\n\\n\\n\\nTwo",
            "a <b>bold</b> and <i>slanted</i> and <em>this</em> | a **bold** and *slanted* and *this*",
            "a<br>b | a<br>b",
            "see <a href=\"https://example.org/a\">this</a> | see [this](<https://example.org/a>)",
            "<ul><li>one</li><li>two</li></ul> | - one\\n\\n\\n- two",
            "<h2>Head</h2>text | ## Head\\n\\ntext",
            "<style>p.MsoNormal {mso-style-name:x}</style>One | One",
            "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->One | One",
            "<![if !supportLists]>·<![endif]>One | - One",
            "·\u00a0\u00a0\u00a0One\\n·\u00a0\u00a0\u00a0Two | - One\\n- Two",
            "·&nbsp;&nbsp; One | - One",
            "• One | - One",
            "o\u00a0\u00a0 Inner | - Inner",
            "1.\u00a0\u00a0 First | 1. First",
            "\uf0b7 One | - One",
            "5\u00a0снежня | 5\u00a0снежня",
            "a\u00a0\u00a0\u00a0b | a b",
            "па\u00adрла\u200bмент\ufeff | парламент",
            "&shy;a&nbsp;b | a\u00a0b",
            "`<b>x</b>` <span>y</span> | `<b>x</b>` y",
            "\\\\<b> is a tag | \\\\<b> is a tag",
            "if a < b and c > d | if a < b and c > d",
            "the field <name> | the field <name>",
            "<https://example.org/> <anna@example.org> | <https://example.org/> <anna@example.org>",
            "> <p>quoted</p> | > quoted", "- <div>item</div> | - item",
            "<img src='a b.png' alt=\"A map\" width=5> | ![A map](<a b.png>)",
            "<img src=x onerror=alert(1)> <script>x</script> | <img src=x onerror=alert(1)> <script>x</script>",
            "§ 5 of the law | § 5 of the law"})
    void what_word_and_the_web_leave_behind_becomes_markdown(String pasted, String markdown) {
        var source = Signs.clean(pasted.replace("\\n", "\n"));
        assertThat(Pasted.clean(source, new Findings()).strip()).isEqualTo(markdown.replace("\\n", "\n"));
    }

    @Test
    void code_keeps_its_tags_and_indented_html_makes_no_code() {
        assertThat(clean("```\n<b>x</b>\u00a0\u00a0y\n```\n\n<span>z</span>"))
                .isEqualTo("```\n<b>x</b>\u00a0\u00a0y\n```\n\nz");
        assertThat(
                Body.of("<div>\n    <p>\n        Text\n    </p>\n</div>", "en", "https://news.example.org"::concat, "/en/a/b")
                        .page())
                .isEqualTo("<p>Text</p>");
        assertThat(Body.of("one<br>two<br/>\nthree", "en", "https://news.example.org"::concat, "/en/a/b").text())
                .isEqualTo("one\ntwo\nthree");
    }

    private static String clean(String source) {
        return Pasted.clean(source, new Findings());
    }
}
