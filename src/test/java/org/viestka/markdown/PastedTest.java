package org.viestka.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "<p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=RU>One<o:p></o:p></span></p> | One",
            "<!--StartFragment--><p>One</p><p>Two</p><!--EndFragment--> | One\\n\\n\\n\\nTwo",
            "a <b>bold</b> and <i>slanted</i> and <em>this</em> | a \ue002bold\ue003 and \ue004slanted\ue005 and \ue004this\ue005",
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "<b>Important:</b>text | <strong>Important:</strong>text",
            "<b>«Рэальна»</b>сказаў | <strong>«Рэальна»</strong>сказаў",
            "<b>5%</b>ный | <strong>5%</strong>ный", "<i>(course)</i>al | <em>(course)</em>al",
            "word<b>“q”</b> | word<strong>“q”</strong>", "<strong>1.</strong>First | <strong>1.</strong>First",
            "<b>Перша</b><b>другая</b> | <strong>Першадругая</strong>",
            "<i>a</i><i>b</i><b>c</b> | <em>ab</em><strong>c</strong>",
            "<b>2**3</b> | <strong>2**3</strong>", "<i>x_y*z</i> | <em>x_y*z</em>",
            "<b>a*b</b> and <b>c*d</b> | <strong>a*b</strong> and <strong>c*d</strong>",
            "<b>*a*</b> | <strong><em>a</em></strong>", "<b>5</b>*<b>6</b>*7 | <strong>5</strong>*<strong>6</strong>*7",
            "2<b>3</b>4 | 2<strong>3</strong>4",
            "<b>x <i>y</i></b> | <strong>x <em>y</em></strong>", "<b>Note: </b>text | <strong>Note: </strong>text",
            "<b>10<sup>6</sup></b> | <strong>10⁶</strong>", "<b># 1</b> | <strong># 1</strong>",
            "<b><a href=\"/x\">z</a></b> | <strong><a href=\"/x\" rel=\"noreferrer\">z</a></strong>",
            "<a href=\"/x\"><b>z</b></a> | <a href=\"/x\" rel=\"noreferrer\"><strong>z</strong></a>",
            "<b>www.example.org</b> | <strong><a href=\"https://www.example.org\" rel=\"noreferrer\">www.example.org</a></strong>",
            "`<b>x</b>` \\<b> | <code>&lt;b&gt;x&lt;/b&gt;</code> &lt;b&gt;"})
    void emphasis_of_html_is_emphasis_whatever_is_around_it(String pasted, String html) {
        assertThat(body(pasted).page()).isEqualTo("<p>" + html + "</p>");
        assertThat(body(pasted).mail().replace("https://news.example.org/x", "/x")).isEqualTo("<p>" + html + "</p>");
        assertThat(body(pasted).text()).doesNotContain("****");
        assertThat(body(pasted).warnings("f")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"<b>a\\n\\nb</b> | <p>a</p>\\n<p>b</p>",
            "<b><p>a</p></b> | <p>a</p>", "a <b>b <i>c</b> d</i> | <p>a <strong>b c</strong> d</p>", "a</b> | <p>a</p>",
            "*a <b>b* c | <p><em>a b</em> c</p>", "<b></b>a<b> | <p>a</p>"})
    void emphasis_of_html_without_its_other_end_is_told(String pasted, String html) {
        assertThat(body(pasted.replace("\\n", "\n")).page()).isEqualTo(html.replace("\\n", "\n"));
        assertThat(body(pasted.replace("\\n", "\n")).warnings("f")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "<ul><li><p>One</p></li><li><p>Two</p></li></ul> | - One\\n\\n- Two",
            "<ul>\\n  <li>\\n    One\\n  </li>\\n  <li>\\n    Two\\n  </li>\\n</ul> | - One\\n\\n- Two",
            "<ul><li></li><li>\\n\\nOne</li></ul> | - One", "<li><b>\\nOne</b></li> | - One",
            "<h2>\\n  Title\\n  of two lines\\n</h2>\\ntext | Title of two lines\\n\\ntext", "<h3></h3>text | text",
            "<blockquote><p>One</p><p>Two</p></blockquote>text | > One\\n> \\n> Two\\n\\ntext",
            "<blockquote>\\n  One\\n  line\\n</blockquote> | > One line",
            "<blockquote><ul><li>One</li></ul></blockquote> | > - One"})
    void a_block_of_html_begins_where_its_text_is(String pasted, String text) {
        assertThat(body(pasted.replace("\\n", "\n")).text()).isEqualTo(text.replace("\\n", "\n"));
        assertThat(Jsoup.parseBodyFragment(body(pasted.replace("\\n", "\n")).page()).select("li, h2, h3, blockquote"))
                .noneMatch(element -> element.text().isBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A <head>teacher</head> said", "the <style>teacher</style>", "<title>teacher</title> x"})
    void words_that_vanish_with_their_tags_are_named(String pasted) {
        var findings = new Findings();
        Pasted.clean(pasted, findings);
        assertThat(findings).extracting("found").asString().contains("teacher");
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

    private static Body body(String source) {
        return Body.of(source, "en", "https://news.example.org"::concat, "/en/ruling-elite/title");
    }

    private static String clean(String source) {
        return Pasted.clean(source, new Findings());
    }
}
