package org.viestka.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final Pattern UNWANTED = Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cn}\\uFEFF\\u200B&&[^\\n]]");

    @Test
    void a_body_becomes_html() {
        assertThat(page("# Why\n\nIt is **so**, says [the paper](https://example.org/a?b=1&c=2).\n\n- one\n- two"))
                .isEqualTo("""
                        <h2>Why</h2>
                        <p>It is <strong>so</strong>, says <a href="https://example.org/a?b&#61;1&amp;c&#61;2" \
                        rel="noreferrer">the paper</a>.</p>
                        <ul><li>one</li><li>two</li></ul>""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
            "[a](data:text/html,x)", "![a](https://example.org/pixel.gif)", "<a href=\"javascript:alert(1)\">a</a>",
            "[a](<java\nscript:alert(1)>)", "<svg/onload=alert(1)>", "<style>*{display:none}</style>",
            "<a href='javascript:x'>a</a>",
            "[a](java&#10;script:alert(1))", "[a](JaVaScRiPt:alert(1))", "![a](javascript:alert(1))",
            "[a]: javascript:alert(1)\n\n[a]",
            "| <script>x</script> |\n|---|\n| <img src=x onerror=alert(1)> |", "a[^1]\n\n[^1]: <script>x</script>",
            "<scr<b>ipt>alert(1)</scr</b>ipt>", "[a](https://example.org \"x\\\" onclick=\\\"alert(1)\")"})
    void what_could_do_harm_is_text_or_gone(String source) {
        for (var html : List.of(page(source), body(source).feed(), body(source).mail())) {
            var fragment = Jsoup.parseBodyFragment(html);
            assertThat(fragment.select("script, img, svg, style, [onclick], [onload], [onerror], [src]")).isEmpty();
            assertThat(fragment.select("a[href]").eachAttr("href"))
                    .allMatch(href -> href.startsWith("https://") || href.equals("#note-1"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"5. December.\\n12. December.\\n26. December.; 5. 12. 26.",
            "5. a\\n\\n12. b\\n\\n13. c; 5. 12. 13.", "3. c\\n2. b\\n1. a; 3. 2. 1.", "1. a\\n2. b\\n4. d; 1. 2. 4.",
            "> 7. a\\n> 9. b; > 7. > 9.", "1. a\\n1. b\\n1. c; 1. 2. 3.", "0) a\\n1) b\\n5) f; 0) 1) 5)",
            "1. a\\n   4. text\\n2. b; 1. 2."})
    void an_item_has_the_number_that_was_typed(String source, String numbers) {
        var body = body(source.replace("\\n", "\n"));
        assertThat(body.text().lines().filter(line -> line.matches("(> )?\\d+[.)] .*"))
                .map(line -> line.replaceFirst("(\\d[.)]) .*", "$1"))).containsExactly(numbers.split(" (?=>|\\d)(?<!> )"));
        var shown = Jsoup.parseBodyFragment(body.mail()).select("ol").stream().flatMapToInt(list -> IntStream
                .iterate(list.hasAttr("start") ? Integer.parseInt(list.attr("start")) : 1, number -> number + 1)
                .limit(list.childrenSize())).boxed();
        assertThat(shown).containsExactly(Pattern.compile("\\d+").matcher(numbers).results()
                .map(number -> Integer.valueOf(number.group())).toArray(Integer[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n\n[1]: https://example.org/source", "[a][1]\n\n[1]: /x\n[1]: /other",
            "a[^1]\n\n[^1]: first\n[^1]: second", "| a | b |\n|---|---|\n| 1 | 2 | lost |",
            "> | a |\n> |---|\n> | 1 | lost |", "``` Ministry of Truth\ncode\n```"})
    void the_editor_is_told_of_what_nobody_sees(String source) {
        assertThat(body(source).warnings("f")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a][1] and ![b][2]\n\n[1]: /x\n[2]: /y", "a[^the note]\n\n[^The  note]: words",
            "| a | b |\n|---|---|\n| 1 | 2 |\n| `x\\|y` | 2 | |", "```java\ncode\n```", "~~~\ncode\n~~~"})
    void the_editor_is_not_told_of_what_everybody_sees(String source) {
        assertThat(body(source.replace("![b][2]", "[b][2]")).warnings("f")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2*3*4, 2*3*4, 2*3*4", "a 2**3**4, a 2**3**4, a 2**3**4",
            "2*x*4 is *so*, 2<em>x</em>4 is <em>so</em>, 2x4 is so",
            "1*2*3*4*5, 1*2*3*4*5, 1*2*3*4*5", "*2*3*, *2*3*, *2*3*",
            "in 2016 *5* came, in 2016 <em>5</em> came, in 2016 5 came"})
    void asterisks_between_digits_are_signs_of_multiplication(String source, String html, String text) {
        assertThat(page(source)).isEqualTo("<p>" + html + "</p>");
        assertThat(body(source).mail()).isEqualTo("<p>" + html + "</p>");
        assertThat(body(source).text()).isEqualTo(text);
    }

    @Test
    void a_note_may_be_called_by_several_words() {
        assertThat(page("A[^the book].\n\n[^the book]: Words")).contains(">[1]</a>.").contains("<li id=\"note-1\">Words</li>");
    }

    @Test
    void powers_keep_their_place() {
        assertThat(body("10<sup>6</sup> m<sup>−2</sup>, H<sub>2</sub>O, n<sup>th</sup>").text())
                .isEqualTo("10⁶ m⁻², H₂O, nth");
    }

    @Test
    void tables_that_would_have_to_break_words_are_wide() {
        var table = "| Промышленность | Сельское хозяйство | Год |\n|---|---|---|\n| 1 | 2 | 2016 |";
        assertThat(page(table)).contains("class=\"wide\"");
        assertThat(body(table).mail()).doesNotContain("<table").contains("2016");
        assertThat(body("| Year | [source](https://example.org/" + "x".repeat(60) + ") |\n|---|---|\n| 2016 | a b c |").mail())
                .contains("<table");
    }

    @Test
    void a_word_longer_than_an_address_can_be_is_text() {
        var longest = "https://example.org/" + "a".repeat(1_980);
        assertThat(page(longest)).contains("<a href=\"" + longest);
        assertThat(page(longest + "a")).doesNotContain("<a ");
    }

    @Test
    void a_word_of_nothing_but_beginnings_of_addresses_takes_no_time() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> page("www.-".repeat(100_000)));
    }

    @Test
    void plain_text_reads_like_a_mail_that_a_person_wrote() {
        assertThat(body("""
                ## Why

                It is **so**, says [the paper](https://example.org/a), and
                https://example.org/b and <https://example.org/c>.

                > One.
                >
                > - Two, "said" he

                1. first
                2. `code`

                ![A map](https://example.org/map.png)""").text()).isEqualTo("""
                Why

                It is so, says the paper (https://example.org/a), and https://example.org/b and https://example.org/c.

                > One.
                >\s
                > - Two, “said” he

                1. first
                2. code

                A map (https://example.org/map.png)""");
        assertThat(body("<tel:+375> [call](tel:112) <a@b.example>").text()).isEqualTo("tel:+375 call (112) a@b.example");
        assertThat(body("[a](javascript:alert(1)) [](https://example.org/)").text()).isEqualTo("a https://example.org/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
            "/en/x https://news.example.org/en/x /en/x",
            "../x https://news.example.org/en/x /en/x",
            "x.html https://news.example.org/en/ruling-elite/x.html /en/ruling-elite/x.html",
            "./x?a#b https://news.example.org/en/ruling-elite/x?a#b /en/ruling-elite/x?a#b",
            "../../../../x/ https://news.example.org/x/ /x/",
            "?page=2 https://news.example.org/en/ruling-elite/title?page=2 /en/ruling-elite/title?page=2",
            "//example.org/y https://example.org/y https://example.org/y",
            "www.example.org https://www.example.org https://www.example.org",
            "example.org/y https://example.org/y https://example.org/y",
            "example.org:8080/y https://example.org:8080/y https://example.org:8080/y",
            "прыклад.бел https://прыклад.бел https://прыклад.бел",
            "report.pdf https://news.example.org/en/ruling-elite/report.pdf /en/ruling-elite/report.pdf",
            "anna@example.org mailto:anna@example.org mailto:anna@example.org",
            "tel:+375-17-200 tel:+375-17-200 tel:+375-17-200",
            "</a%20b> https://news.example.org/a%20b /a%20b",
            "HTTPS://Example.org/ HTTPS://Example.org/ HTTPS://Example.org/",
            "https://прыклад.бел/шлях/ў https://прыклад.бел/шлях/ў https://прыклад.бел/шлях/ў",
            "https://news.example.org/en/x https://news.example.org/en/x https://news.example.org/en/x"})
    void a_link_leads_to_the_same_place_from_everywhere(String written, String elsewhere, String onPage) {
        var source = "[word](" + written + ")";
        assertThat(href(body(source).mail())).isEqualTo(elsewhere);
        assertThat(href(body(source).feed())).isEqualTo(elsewhere);
        assertThat(href(body("[word]\n\n[word]: " + written).feed())).isEqualTo(elsewhere);
        assertThat(body(source).text()).isEqualTo("word (" + elsewhere.replaceAll("mailto:|tel:", "") + ")");
        assertThat(href(page(source))).isEqualTo(onPage);
    }

    @Test
    void below_a_path_links_lead_into_the_site_whether_they_name_it_or_not() {
        var body = Body.of("[a](/en/x) [b](/news/en/x) [c](../x) [d](#e)", "en", "https://example.org/news"::concat,
                "/en/ruling-elite/title");
        assertThat(Jsoup.parseBodyFragment(body.mail()).select("a").eachAttr("href")).containsExactly(
                "https://example.org/news/en/x", "https://example.org/news/en/x", "https://example.org/news/en/x",
                "https://example.org/news/en/ruling-elite/title#e");
        assertThat(Jsoup.parseBodyFragment(body.page()).select("a").eachAttr("href")).containsExactly("/news/en/x",
                "/news/en/x",
                "/news/en/x", "#e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/x", "http://",
            "https:///x", "https:x", "//", "mailto:", "tel:x", "vbscript:x", "about:blank", "<>"})
    void a_link_to_nowhere_is_text_and_told(String written) {
        var body = body("[word](" + written + ")");
        assertThat(body.page()).isEqualTo("<p>word</p>");
        assertThat(body.mail()).isEqualTo("<p>word</p>");
        assertThat(body.text()).isEqualTo("word");
        assertThat(body.warnings("f")).hasSize(1);
    }

    @Test
    void a_link_to_a_heading_finds_it_by_its_words_in_any_script() {
        var body = Body.of("[a](#што-за-гэтым) [b](#shto-za-hetym) [c](#nothing)\n\n## Што за гэтым\n\nТэкст", "be",
                "https://news.example.org"::concat, "/be/ruling-elite/title");
        var page = Jsoup.parseBodyFragment(body.page());
        assertThat(page.select("a").eachAttr("href")).containsExactly("#part-shto-za-hetym", "#part-shto-za-hetym", "#nothing");
        assertThat(page.select("h2").attr("id")).isEqualTo("part-shto-za-hetym");
        var mail = Jsoup.parseBodyFragment(body.mail());
        assertThat(mail.select("a").eachAttr("href")).containsExactly(
                "https://news.example.org/be/ruling-elite/title#part-shto-za-hetym",
                "https://news.example.org/be/ruling-elite/title#part-shto-za-hetym",
                "https://news.example.org/be/ruling-elite/title#nothing");
        assertThat(mail.select("[id]")).isEmpty();
        assertThat(body.warnings("f")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "1. a\\n\\ntext\\n\\n2. b\\n3. c | <ol start=\"2\"><li>b</li><li>c</li></ol> | 2. b\\n3. c",
            "0. zero\\n1. one | <ol start=\"0\"><li>zero</li> | 0. zero\\n1. one",
            "0) zero\\n1) one | <ol start=\"0\"><li>zero</li> | 0) zero\\n1) one",
            "## H\\n7. a | </h2>\\n<ol start=\"7\"><li>a</li></ol> | 7. a",
            "- x\\n\\n  3. a\\n  4. b | <ol start=\"3\"><li>a</li><li>b</li></ol> | 3. a",
            "> 5. a | <ol start=\"5\"><li>a</li></ol> | > 5. a",
            "31. снежня | <ol start=\"31\"><li>снежня | 31. снежня",
            "999. a | <ol start=\"999\"><li>a | 999. a",
            "2016. Год выбораў. | <p>2016. Год выбораў.</p> | 2016. Год выбораў.",
            "2016) Год | <p>2016) Год</p> | 2016) Год",
            "- 2016. Год | <li>2016. Год</li> | - 2016. Год",
            "1. a\\n\\n2016. Год | <p>2016. Год</p> | 2016. Год",
            "2014. War.\\n2015. Talks. | <p>2014. War.<br />2015. Talks.</p> | 2014. War.\\n2015. Talks.",
            "1. a\\n\\n* * *\\n\\n- - - | <hr /><hr /> | ***",
            "text\\n- - - | <hr /> | ***",
            "Heading\\n--- | <h2>Heading</h2> | Heading"})
    void a_list_begins_where_it_begins_and_a_year_is_a_year(String source, String html, String text) {
        var body = body(source.replace("\\n", "\n"));
        for (var form : List.of(body.page(), body.feed(), body.mail())) {
            assertThat(form.replaceAll(">\n(<hr|<ol|\\d)", ">$1")).contains(html.replace("</h2>\\n", "</h2>"));
        }
        assertThat(body.text()).contains(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://en.encyclopedia.example/wiki/People's_Republic", "https://git.example/compare/x...y",
            "http://example.org/_a_/*b*/~~c~~/--d", "https://example.org/a--b/'c'", "https://example.org/a_(b)_c",
            "https://example.org/?a[]=1&b='x'", "https://example.org/шлях_да_мэты", "www.example.org/_a_/it's",
            "HTTPS://example.org/x...y", "https://[2001:db8::1]/_x_"})
    void no_sign_of_a_bare_address_is_changed(String address) {
        for (var sentence : List.of("See %s here.", "(%s)", "%s", "\"%s\"", "**%s**", "He said: %s.", "%s, or", "%s...",
                "| a |\n|---|\n| %s |",
                "- %s", "«%s»", "x[^1]\n\n[^1]: %s")) {
            var source = sentence.formatted(address);
            var link = Jsoup.parseBodyFragment(body(source).mail()).select("a").last();
            assertThat(link.text()).as(source).isEqualTo(address);
            assertThat(link.attr("href").replace("%28", "(").replace("%29", ")")).as(source)
                    .isEqualTo(address.startsWith("www") ? "https://" + address : address);
            assertThat(body(source).text()).contains(address);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'brien@example.org", "a--b...c@example.org", "<https://example.org/People's...>",
            "[https://example.org/it's](https://example.org/it's)", "ftp://example.org/it's", "example.org/it's...x",
            "`x...y 'z' -- w`", "    x...y 'z' -- w", "```\nx...y 'z'\n```", "```\nx...y 'z'"})
    void typography_keeps_off_addresses_and_code(String source) {
        assertThat(Jsoup.parseBodyFragment(page(source)).wholeText())
                .containsAnyOf("o'brien@example.org", "a--b...c@example.org",
                        "https://example.org/People's...", "https://example.org/it's", "example.org/it's", "x...y 'z'")
                .doesNotContain("’", "…");
    }

    @Test
    void a_note_stands_at_the_end_and_its_number_where_it_is_referred_to() {
        var body = body("Claim.[^b] Other.[^a] Again.[^b]\n\n[^a]: Paper of 2016, with *more*.\n[^b]: Interview.");
        assertThat(body.page()).isEqualTo("""
                <p>Claim.<a href="#note-1" rel="noreferrer">[1]</a> Other.<a href="#note-2" rel="noreferrer">[2]</a> \
                Again.<a href="#note-1" rel="noreferrer">[1]</a></p>
                <hr />
                <ol><li id="note-1">Interview.</li><li id="note-2">Paper of 2016, with <em>more</em>.</li></ol>""");
        assertThat(body.mail()).isEqualTo(body.feed()).isEqualTo("""
                <p>Claim.[1] Other.[2] Again.[1]</p>
                <hr />
                <ol><li>Interview.</li><li>Paper of 2016, with <em>more</em>.</li></ol>""");
        assertThat(body.text()).isEqualTo("""
                Claim.[1] Other.[2] Again.[1]

                ***

                1. Interview.
                2. Paper of 2016, with more.""");
        assertThat(body.warnings("f")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[^1](see there)", "a[^1][^1]", "[x][^1]", "![^1]", "*[^1]*", "| [^1] |\n|---|", "# [^1]",
            "> [^1]",
            "- [^1]", "[^1]\n", "a[^1]: b"})
    void a_mark_leads_to_its_note_wherever_it_stands(String source) {
        for (var note : List.of("[^1]: Interview.", "[^1]:\n    Interview.", "> [^1]: Interview.", "[^1]: *Interview.*")) {
            var body = body(source + "\n\n" + note);
            assertThat(page(source + "\n\n" + note)).contains("href=\"#note-1\"", "id=\"note-1\"", "Interview.");
            assertThat(body.text()).contains("[1]", "1. Interview.").doesNotContain("^");
        }
    }

    @Test
    void notes_in_notes_are_numbered_and_those_without_an_other_end_are_told() {
        var body = body("A[^1] b[^9]\n\n[^1]: One[^2]\n\n    More of one.\n\n[^2]: Two[^1]\n\n[^3]: Three\n\n[^1]: Twice");
        assertThat(body.text()).isEqualTo("A[1] b[^9]\n\n***\n\n1. One[2]\n   \n   More of one.\n\n2. Two[1]");
        assertThat(body.warnings("f")).hasSize(3);
    }

    @Test
    void a_table_is_a_table_on_pages_and_in_mails_and_lines_in_plain_text() {
        var body = body("| Year | Growth, % | \"Said\" |\n|---|--:|:-:|\n| 2015 | -3.8 | `a|b` |\n| 2016 | **-2.5** | a\\|b |");
        assertThat(body.page().replace("\n", "")).isEqualTo("<table><thead><tr><th>Year</th><th class=\"right\">Growth, %</th>"
                + "<th class=\"center\">“Said”</th></tr></thead><tbody><tr><td>2015</td><td class=\"right\">-3.8</td>"
                + "<td class=\"center\">&#96;a</td></tr><tr><td>2016</td><td class=\"right\"><strong>-2.5</strong></td>"
                + "<td class=\"center\">a|b</td></tr></tbody></table>");
        assertThat(body.mail()).contains("<th align=\"left\">Year</th>", "<th align=\"right\">Growth, %</th>", "<td>2015</td>");
        assertThat(body.text()).isEqualTo("""
                Year  Growth, %  “Said”
                ----  ---------  ------
                2015       -3.8  `a
                2016       -2.5  a|b""");
    }

    @Test
    void a_wide_table_scrolls_on_pages_and_is_read_row_by_row_in_mails() {
        var body = body("| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 |  | *4* | [5](/en/x) |\n| " + "long ".repeat(20)
                + " |");
        assertThat(body.page()).startsWith("<div class=\"wide\" tabindex=\"0\"><table>").endsWith("</table></div>");
        assertThat(body.mail().replace("\n", ""))
                .startsWith("<p><strong>a:</strong> 1<br /><strong>b:</strong> 2<br /><strong>d:</strong> <em>4</em>")
                .endsWith("<p>c: —</p>").doesNotContain("<t");
        assertThat(body.text())
                .isEqualTo("a: 1\nb: 2\nd: 4\ne: 5 (https://news.example.org/en/x)\n\na: " + "long ".repeat(20).strip()
                        + "\n\nc: —");
    }

    @Test
    void heads_of_columns_without_cells_are_to_be_read_wherever_a_table_is_unfolded() {
        var heads = "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n";
        assertThat(body(heads + "| 1 | 2 | 3 | 4 | 5 |").mail()).endsWith("<p>f: —</p>");
        for (var rows : List.of("", "| | |", "| | |\n| | | | | | |\n")) {
            assertThat(body(heads + rows).mail()).isEqualTo("<p>a · b · c · d · e · f</p>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"По данным [1].\n\n[1]: Белстат", "[1]: Belstat (2016 report)",
            "[1]: Белстат\n[2]: Нацбанк (за год)",
            "> a [1]\n>\n> [1]: Белстат\n> [2]: Нацбанк", "- a\n\n  [1]: Белстат", "[a][1] ![b][1]\n\n[1]: Source:Belstat",
            "[1]: Белстат\ntext", "[1]: ст.5", "[1]: 2016", "[1]:\nБелстат"})
    void a_source_in_brackets_is_text(String source) {
        for (var seen : List.of(source, body(source).mail(), body(source).feed(), body(source).text())) {
            assertThat(words(seen.replaceAll("(?m)^(?:> ?|- )", ""))).isEqualTo(words(body(source).page()));
        }
        assertThat(body(source).page()).doesNotContain("<a ");
    }

    @Test
    void an_address_behind_a_source_in_brackets_is_one() {
        assertThat(body("[1] [2]\n\n[1]: Белстат\n[2]: https://example.org/").text())
                .isEqualTo("[1] 2 (https://example.org/)\n\n[1]: Белстат");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ 3,5 % in May", "- 5 degrees", "> 50 % of voters", ">= 5 people", ">50 people",
            "In May:\n+ 3,5 %",
            "text\n\n- 5 degrees\n\ntext", "> 5\n", "> 2016 % of it", "-   5", "> - 5 degrees",
            "01. First", "007. Bond", "01) One\n02) Two", "08. 12. 2016 in Minsk", "8. 12. 2016",
            "\\\\srv\\docs", "C:\\Users\\anna\\_new\\!x", "see C:\\a\\*.* or D:\\b\\", "¯\\_(ツ)_/¯", "(C:\\_x\\_y)",
            "`C:\\_x` C:\\_x", "## Music in C #", "# 1 in the rating", "# C ##", "2 + 2\n=\n4", "Paragraph\n-", "a\n--",
            "a\n==\nb",
            "^_^ *_* (*_*)", "*.* and *.*", "*.txt, *.doc;*", "**C:\\_x**", "<b>C:\\_x</b>", "-_- -_-"})
    void a_sign_that_was_meant_as_such_is_to_be_read(String source) {
        var expected = words(source.replaceAll("`|[*][*]|</?b>|^##? (?=Music|C #)", ""));
        for (var html : List.of(page(source), body(source).feed(), body(source).mail())) {
            assertThat(words(html).replaceAll("(?<=\\s)–(?=\\s)", "-")).as(source)
                    .isEqualTo(source.startsWith("> -") ? "- 5 degrees" : expected);
        }
        assertThat(words(body(source).text())).as(source).isEqualTo(expected);
        assertThat(body(source).warnings("f")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"- 5 parties\\n- 6 parties | ul", "- five | ul",
            "- 2016. A year | ul",
            "+ a\\n+ 5 | ul", "- a\\n  - 5 | ul ul", "> 2016 was a year. | blockquote", "> 5 people\\n> and more | blockquote",
            "> Five | blockquote", "# 1. Beginnings | h2", "# 2016 in numbers | h2", "## A heading ## | h2",
            "A heading\\n=== | h2",
            "A heading\\n--- | h2", "[a]\\n\\n[a]: report.pdf | a", "[a]\\n\\n[a]: example.org | a", "[a]\\n\\n[a]: #b | a",
            "[a]\\n\\n[a]: ../b | a", "[a]\\n\\n[a]: anna@example.org | a", "*so* | em", "_(so)_ | em", "1. a\\n2. b | ol"})
    void what_was_meant_as_markdown_is_read_so(String source, String element) {
        var body = Jsoup.parseBodyFragment(page(source.replace("\\n", "\n"))).body();
        assertThat(body.select(element)).as(source).isNotEmpty();
    }

    private static String words(String text) {
        return Jsoup.parseBodyFragment(text.contains("</") ? text : text.replace("<", "&lt;"))
                .text().strip();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1 | a", "50 | a", "4 | " + "слова"})
    void every_cell_of_a_table_of_any_width_is_to_be_read(int columns, String word) {
        var source = row(columns, word) + "\n" + "|---".repeat(columns) + "|\n" + row(columns, "x" + word);
        for (var form : List.of(page(source), body(source).mail(), body(source).text())) {
            for (int i = 0; i < columns; i++) {
                assertThat(form).contains(word + i, "x" + word + i).doesNotContain("|");
            }
        }
        assertThat(body(source).text().lines()).allMatch(line -> line.length() <= 72);
    }

    @Test
    void a_picture_says_in_words_what_it_shows() {
        assertThat(body("![what it shows](https://x.example/p.png)").mail())
                .isEqualTo("<p><a href=\"https://x.example/p.png\" rel=\"noreferrer\">what it shows</a></p>");
        assertThat(body("![](/p.png)").text()).isEqualTo("/p.png (https://news.example.org/p.png)");
        assertThat(body("[![a map](m.png \"Photo: N\")](https://x.example/)").text())
                .isEqualTo("a map (Photo: N) (https://x.example/)");
        assertThat(body("[![ ](a.png)](https://x.example)").text()).isEqualTo("a.png  (https://x.example)");
        assertThat(body("![a](data:image/png;base64,AAAA)").mail()).isEqualTo("<p>a</p>");
        assertThat(body("![a](p.png)").warnings("f")).hasSize(1);
    }

    @Test
    void what_is_struck_out_is_so_in_plain_text_too() {
        assertThat(page("It is ~~not~~ so, ~5 to ~6.")).isEqualTo("<p>It is <del>not</del> so, ~5 to ~6.</p>");
        assertThat(body("It is ~~not~~ so.").text()).isEqualTo("It is ~~not~~ so.");
        assertThat(body("- [ ] open\n- [x] done").text()).isEqualTo("- [ ] open\n- [x] done");
    }

    @Test
    void emoji_stay_whole_and_texts_from_right_to_left_as_they_are() {
        assertThat(body("👩‍👩‍👧 🇧🇾 👍🏽 a\u0007c שלום \u200fעולם").text())
                .isEqualTo("👩‍👩‍👧 🇧🇾 👍🏽 ac שלום \u200fעולם");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "- ", "1. ", "*a ", "![", "[", "`", "<b>", "<!--", "| ", "[^", "_", "~~", "**a ", "(",
            "<a href=", "http://",
            "a@", "a.", "![](", "\u00a0", " ", "> - ", "[^1]: ", "«", "<p", "&nbsp;", "\\", "<style>", "o\t", "www.",
            "\\a", "C:\\_", "¯\\_", "> 5\n", "[a]:b\n\n", "- 5\n\n", "a\n-\n\n", "<li>", "</h2>", "<b>", "</i>", "<b>*",
            "# # "})
    void however_deep_or_broken_a_text_is_it_is_rendered(String piece) {
        var source = piece.repeat(100_000 / piece.length());
        var started = System.nanoTime();
        assertThatCode(() -> {
            page(source);
            body(source).mail();
            body(source).text();
        }).doesNotThrowAnyException();
        assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(10_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "**%s**", "`x` %s", "[%s](/x)", "[a](/x \"%s\")", "[a](/x?%s)", "![%s](/x)",
            "![a](/x \"%s\")",
            "![a](/x?%s)", "# %s", "> %s", "| %s |\n|---|\n| %s |", "a[^1]\n\n[^1]: %s", "[a]\n\n[a]: /x?%s \"%s\"",
            "htt&#112;s://evil.example/?t=%s", "https://evil.example/?t=%s", "<https://evil.example/?t=%s>", "~~%s~~",
            "<b>%s</b>", "<a href=\"https://evil.example/?%s\">x</a>", "<img src=\"/x?%s\" alt=\"%s\">", "<p>%s</p>"})
    void signs_that_are_spelled_in_numbers_are_taken_out_as_those_that_are_typed(String form) {
        for (var sign : List.of("&#xE000;", "&#57344;", "&#x1;", "&#11;", "&#xFFFE;", "&#xE004;", "&#xF0000;", "&#x1FFFF;",
                "&#xFDD0;", "&#x7f;", "&#xFEFF;", "&#8203;")) {
            var source = form.replace("%s", sign + "unsubscribe-token" + sign);
            var body = body(source);
            for (var seen : List.of(body.page(), body.feed(), body.mail())) {
                assertThat(Jsoup.parseBodyFragment(seen).html()).as(source).doesNotContainPattern(UNWANTED);
            }
            assertThat(body.page() + body.mail() + body.text()).as(source).doesNotContainPattern(UNWANTED);
            // Of a bare address each sign is meant as it stands.
            if (!form.matches("<?https:.*") && !sign.equals("&#11;")) {
                assertThat(body.warnings("f")).as(source)
                        .hasSizeGreaterThan(body(form.replace("%s", "unsubscribe-token")).warnings("f").size());
            }
        }
    }

    @Test
    void a_line_end_that_is_spelled_leaves_no_quotation() {
        assertThat(body("> a&#10;b&#11;c").text()).isEqualTo("> a b c");
    }

    private static String row(int columns, String word) {
        var row = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            row.append("| ").append(word).append(i).append(' ');
        }
        return row.append('|').toString();
    }

    private static String href(String html) {
        return Jsoup.parseBodyFragment(html).select("a").attr("href");
    }

    private static String page(String source) {
        return body(source).page();
    }

    private static Body body(String source) {
        return Body.of(source, "en", "https://news.example.org"::concat, "/en/ruling-elite/title");
    }
}
