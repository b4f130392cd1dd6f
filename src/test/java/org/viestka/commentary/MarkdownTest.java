package org.viestka.commentary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    @Test
    void a_body_becomes_html() {
        assertThat(
                Markdown.html("# Why\n\nIt is **so**, says [the paper](https://example.org/a?b=1&c=2).\n\n- one\n- two", "en"))
                .isEqualTo("""
                        <h2>Why</h2>
                        <p>It is <strong>so</strong>, says <a href="https://example.org/a?b&#61;1&amp;c&#61;2" \
                        rel="noreferrer">the paper</a>.</p>
                        <ul><li>one</li><li>two</li></ul>""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
            "[a](data:text/html,x)", "![a](https://example.org/pixel.gif)", "<a href=\"javascript:alert(1)\">a</a>",
            "[a](<java\nscript:alert(1)>)", "<svg/onload=alert(1)>", "<style>*{display:none}</style>"})
    void what_could_do_harm_is_text_or_gone(String body) {
        assertThat(Markdown.html(body, "en")).doesNotContainIgnoringCase("<script", "<img", "<svg", "<style", "href=\"java",
                "href=\"data", " src=");
    }

    @Test
    void plain_text_reads_like_a_mail_that_a_person_wrote() {
        assertThat(Markdown.text("""
                ## Why

                It is **so**, says [the paper](https://example.org/a), and
                https://example.org/b and <https://example.org/c>.

                > One.
                >
                > - Two, "said" he

                1. first
                2. `code`

                ![A map](https://example.org/map.png)""", "en")).isEqualTo("""
                Why

                It is so, says the paper (https://example.org/a), and https://example.org/b and https://example.org/c.

                > One.
                >\s
                > - Two, “said” he

                1. first
                2. code

                A map (https://example.org/map.png)""");
        assertThat(Markdown.text("[a](javascript:alert(1)) [](https://example.org/)", "en"))
                .isEqualTo("a (https://example.org/)");
    }

    @Test
    void signs_nobody_sees_are_taken_out() {
        assertThat(Markdown.clean("a\u0000b\u001b[0m\u0085\ue000\uffff\ud800c\r\nd\re\tf")).isEqualTo("ab[0mc\nd\ne\tf");
        assertThat(Markdown.clean("Ў, ё — 😀")).isEqualTo("Ў, ё — 😀");
    }
}
