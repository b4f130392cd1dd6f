package org.viestka.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.commentary.CommentaryInput;
import org.viestka.commentary.CommentaryInput.TranslationInput;
import org.viestka.commentary.Translation;
import org.viestka.issue.Issue;
import org.viestka.mail.DiscreetWords;
import org.viestka.mail.EncodedMailing;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.support.MailClients;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class MailingRendererTest {

    private static final Path RENDERED = Path.of("target", "mailings");

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    MailingRenderer renderer;
    @Inject
    Publication publication;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void the_english_text_is_this() {
        newsroom.publish(Samples.english(Samples.WEEK, "A reshuffle that changes little",
                "Three ministers left and three of the same kind came. The course stays.",
                "## What happened\n\nThe **head of state** signed the decrees on Monday, see [the list](https://example.org/list).\n\n- one\n- two"));
        var text = render("en", "en");
        assertThat(text.subject).isEqualTo("Situation in Belarus: December 5 – December 11, 2016");
        assertThat(text.plain.replace(EncodedMailing.TOKEN, "TOKEN")).isEqualTo("""
                Situation in Belarus
                December 5 – December 11, 2016

                ========================================================================

                The ruling elite

                A reshuffle that changes little
                -------------------------------
                The situation has not changed

                Three ministers left and three of the same kind came. The course stays.

                What happened

                The head of state signed the decrees on Monday, see the list
                (https://example.org/list).

                - one
                - two

                Read more:
                http://localhost:8080/en/ruling-elite/a-reshuffle-that-changes-little

                ========================================================================

                You get this letter because you subscribed to “Situation in Belarus”,
                edition EN.

                Unsubscribe · Change edition:
                http://localhost:8080/unsubscribe/TOKEN

                Read in the browser: http://localhost:8080/mailings/2016-W49/en
                """);
    }

    @Test
    void each_block_of_the_be_ru_edition_is_in_belarusian_where_that_exists_and_in_russian_otherwise() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.SECURITY, Trend.IMPROVED, "ru", "en"));
        var html = Jsoup.parse(render("be-ru", "be").html);
        assertThat(html.selectFirst("html").attr("lang")).isEqualTo("be");
        assertThat(html.select("td[lang]").eachAttr("lang")).containsExactly("be", "be", "ru", "be");
        assertThat(html.select("td[lang=be] p.worsened").text()).isEqualTo("▼ Сітуацыя пагоршылася");
        assertThat(html.select("td[lang=ru] p.improved").text()).isEqualTo("▲ Ситуация улучшилась");
        assertThat(html.select("td[lang=be] a[lang=ru]").text()).isEqualTo("По-русски");
        assertThat(html.select("td[lang=ru] a[lang]")).isEmpty();
        var turned = Jsoup.parse(render("be-ru", "ru").html);
        assertThat(turned.select("td[lang]").eachAttr("lang")).containsExactly("ru", "ru", "ru", "ru");
    }

    /** The files were looked at in a browser; whoever changes the templates looks again and replaces them. */
    @ParameterizedTest
    @CsvSource({"en, en", "be-ru, be", "be-ru, ru"})
    void the_whole_mail_is_this(String edition, String leading) throws IOException {
        newsroom.publish(new CommentaryInput(Samples.ELITE, Samples.WEEK.toString(), "worsened", 1, Map.of(
                "en", new TranslationInput("A reshuffle", "Three ministers left.", "It *began* on Monday."),
                "be", new TranslationInput("Перастаноўкі ў кіраўніцтве", "Сышлі тры міністры.", "Усё *пачалося* ў панядзелак."),
                "ru",
                new TranslationInput("Перестановки в руководстве", "Ушли три министра.", "Всё *началось* в понедельник."))));
        newsroom.publish(new CommentaryInput(Samples.SECURITY, Samples.WEEK.toString(), "improved", 2, Map.of(
                "en",
                new TranslationInput("Exercises are over", "They ended early.", "## What next\n\n> Nothing for now.\n\n- rest"),
                "ru",
                new TranslationInput("Учения закончились", "Раньше срока.", "## Что дальше\n\n> Пока ничего.\n\n- отдых"))));
        var text = render(edition, leading);
        var name = edition + "-led-by-" + leading;
        Files.createDirectories(RENDERED);
        Files.writeString(RENDERED.resolve(name + ".html"), text.html.replace(EncodedMailing.TOKEN, "TOKEN"));
        Files.writeString(RENDERED.resolve(name + ".txt"), text.plain.replace(EncodedMailing.TOKEN, "TOKEN"));
        for (var file : List.of(name + ".html", name + ".txt")) {
            assertThat(RENDERED.resolve(file)).hasSameTextualContentAs(Path.of("src", "test", "resources", "mailings", file));
        }
    }

    @Test
    void a_mail_is_fit_for_mail_clients() {
        newsroom.publishIssue(Samples.WEEK);
        for (var edition : publication.editions()) {
            var text = render(edition.key(), edition.leadingLanguage());
            var html = Jsoup.parse(text.html);
            assertThat(html.select("script, form, iframe, img, link, [src], [background]")).isEmpty();
            assertThat(html.select("table:not([role=presentation])")).isEmpty();
            assertThat(html.select("h1")).hasSize(1);
            assertThat(html.select("a[href]").eachAttr("href")).allMatch(href -> href.startsWith("http"));
            assertThat(text.html.getBytes(StandardCharsets.UTF_8).length).isLessThan(90_000);
            assertThat(text.plain.lines().filter(line -> !line.contains("http"))).allMatch(line -> line.length() <= 72);
            assertThat(text.html + text.plain).doesNotContain("\r");
        }
    }

    @Test
    void every_mail_client_that_counts_shows_it() {
        newsroom.publishIssue(Samples.WEEK);
        newsroom.publish(Samples.english(Samples.WEEK, "All that Markdown has", "Summary",
                "## A heading\n\n### Another\n\n1. one\n2. *two*\n\n> A quotation\n\n`code` and **bold**\n\n```\nlines\n```\n\n---\n\n"
                        + "[a link](https://example.org/), ~~struck out~~, a note[^1] and ![a picture](p.png)\n\n"
                        + "| a | b |\n|---|--:|\n| 1 | 2 |\n\n3. three\n\n[^1]: The note."));
        for (var edition : publication.editions()) {
            for (var text : texts(edition.key())) {
                assertThat(new MailClients().troubles(text.html)).as(edition.key() + " " + text.language).isEmpty();
            }
        }
    }

    @Test
    void notes_of_the_same_name_stay_with_their_own_texts_and_nothing_has_a_name_twice() {
        for (var language : List.of("be", "ru")) {
            newsroom.publish(new CommentaryInput(language.equals("be") ? Samples.ELITE : Samples.SECURITY,
                    Samples.WEEK.toString(),
                    "improved", null, Map.of(language, new TranslationInput("Title " + language, "Summary", "Claim " + language
                            + ".[^1] See [above](#first) or [there](../x).\n\n## First\n\n[^1]: Note " + language + "."))));
        }
        var text = render("be-ru", "be");
        var html = Jsoup.parse(text.html);
        assertThat(html.select("[id]")).isEmpty();
        assertThat(html.select("ol li").eachText()).containsExactly("Note be.", "Note ru.");
        assertThat(html.select("a:contains(above)").eachAttr("href")).containsExactly(
                "http://localhost:8080/be/ruling-elite/title-be#part-first",
                "http://localhost:8080/ru/security-issues/title-ru#part-first");
        assertThat(html.select("a:contains(there)").eachAttr("href")).containsExactly("http://localhost:8080/be/x",
                "http://localhost:8080/ru/x");
        assertThat(text.plain).contains("Claim be.[1]", "1. Note be.", "Claim ru.[1]", "1. Note ru.",
                "(http://localhost:8080/ru/security-issues/title-ru#part-first)");
    }

    @Test
    void tables_and_notes_make_no_mail_too_long() {
        var row = "| Many | words | in a | cell |\n";
        for (int i = 0; i < 5; i++) {
            newsroom.publish(Samples.english(Samples.WEEK, "Number " + i, "Summary",
                    "A[^1]\n\n" + "| a | b | c | d |\n|---|---|---|---|\n"
                            + row.repeat(100 * (i + 1)) + "\n[^1]: Note."));
        }
        var text = render("en", "en");
        assertThat(text.html.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(90_000);
        assertThat(Jsoup.parse(text.html).select("table:not([role])")).isNotEmpty();
        assertThat(text.plain).contains("Many  words  in a  cell");
    }

    @Test
    void no_part_of_a_mail_leaves_its_language_to_the_page_around_it() {
        newsroom.publishIssue(Samples.WEEK);
        for (var edition : publication.editions()) {
            for (var text : texts(edition.key())) {
                var body = Jsoup.parse(text.html).body();
                // Webmail keeps neither html nor body.
                for (var element : body.getAllElements()) {
                    if (element.hasText() && !element.ownText().isBlank()) {
                        assertThat(element.closest("td[lang], div[lang]")).as(element.outerHtml()).isNotNull();
                    }
                }
            }
        }
    }

    @Test
    void however_much_there_is_no_mail_is_cut_and_no_commentary_missing() {
        for (int i = 0; i < 40; i++) {
            newsroom.publish(Samples.english(Samples.WEEK, "Number " + i + " of a very long week", "Its summary. ".repeat(150),
                    "Many words. ".repeat(4_000)));
        }
        var text = render("en", "en");
        assertThat(text.html.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(90_000);
        for (int i = 0; i < 40; i++) {
            assertThat(text.html).contains("Number " + i + " of");
            assertThat(text.plain).contains("Number " + i + " of");
        }
        assertThat(Jsoup.parse(text.html).select("h2 a[href*=/en/]")).hasSize(40);
    }

    @Test
    void a_text_that_is_too_long_for_a_mail_is_told_in_its_teaser_and_the_others_stay_whole() {
        newsroom.publish(Samples.english(Samples.WEEK, "A long one", "Its summary.", "Many words. ".repeat(8_000)));
        newsroom.publish(Samples.english(Samples.WEEK, "A short one", "Another summary.", "Few words."));
        var text = render("en", "en");
        for (var part : List.of(text.html, text.plain)) {
            assertThat(part).doesNotContain("Many words.")
                    .contains("A long one", "Its summary.", "A short one", "Another summary.", "Few words.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"be", "ru"})
    void even_a_week_of_more_titles_than_a_mail_can_hold_says_how_many_are_left_and_where(String leading) {
        int all = 150;
        for (int i = 0; i < all; i++) {
            var text = new TranslationInput("Нумар " + i + " " + "вельмі доўгага загалоўка пра ўсё на свеце ".repeat(4).strip(),
                    "Змест. ".repeat(100), "Тэкст. ".repeat(1_000));
            newsroom.publish(new CommentaryInput(Samples.ELITE, Samples.WEEK.toString(), "worsened", i,
                    Map.of("be", text, "ru", text)));
        }
        var texts = texts("be-ru").stream().filter(text -> text.language.startsWith(leading)).toList();
        assertThat(texts).hasSize(2);
        for (var text : texts) {
            int octets = text.html.getBytes(StandardCharsets.UTF_8).length;
            assertThat(octets).isBetween(85_000, 90_000);
            var html = Jsoup.parse(text.html);
            int shown = html.select("h2").size();
            assertThat(shown).isBetween(30, 100);
            var rest = html.select("a[href$=/" + leading + "/weeks/" + Samples.WEEK + "]");
            assertThat(rest.text()).isEqualTo(Publication.words(leading).mailing_left(all - shown))
                    .contains("(" + (all - shown));
            assertThat(text.plain).contains(rest.attr("href"), rest.text(), "Нумар " + (shown - 1) + " ")
                    .doesNotContain("Нумар " + shown + " ");
        }
    }

    @Test
    void nothing_is_said_of_more_where_there_is_none() {
        newsroom.publishIssue(Samples.WEEK);
        var text = render("be-ru", "be");
        assertThat(text.html + text.plain).doesNotContain("/be/weeks/");
    }

    @Test
    void nothing_that_anybody_wrote_gets_the_token_of_a_reader() {
        var spelled = "&#xE000;unsubscribe-token&#xE001;";
        newsroom.publish(Samples.english(Samples.WEEK, "A title " + spelled, "A summary " + spelled,
                "[a](https://evil.example/?a=" + spelled + " \"" + spelled + "\") htt&#112;s://evil.example/?b=" + spelled
                        + " ![" + spelled + "](https://evil.example/?c=" + spelled + ")\n\n```\n" + spelled + "\n```"));
        var typed = "https://evil.example/?d=" + EncodedMailing.TOKEN;
        QuarkusTransaction.requiringNew().run(() -> {
            // As an older version kept it, or whoever writes into the database.
            var translation = Translation.<Translation>find("language", "en").singleResult();
            translation.title += typed;
            translation.summary += typed;
            translation.body += typed;
        });
        for (var text : texts("en")) {
            assertThat(text.html.replaceAll("/unsubscribe/" + EncodedMailing.TOKEN, "")).doesNotContainPattern("\\p{Co}");
            assertThat(text.html).contains("/unsubscribe/" + EncodedMailing.TOKEN, "https://evil.example/?d=");
            assertThat(text.plain.replaceAll("/unsubscribe/" + EncodedMailing.TOKEN, "")).doesNotContainPattern("\\p{Co}");
            assertThat(text.plain).containsOnlyOnce(EncodedMailing.TOKEN);
            assertThat(text.subject).doesNotContainPattern("\\p{Co}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&#xE000;unsubscribe-token&#xE001;", EncodedMailing.TOKEN})
    void no_discreet_words_of_an_operator_get_the_token_of_a_reader(String words) {
        newsroom.publish(Samples.english(Samples.WEEK, "A title", "A summary", "A body"));
        var discreet = new MailingRenderer(publication, DiscreetWords.of("Gift: " + words));
        var text = QuarkusTransaction.requiringNew()
                .call(() -> discreet.render(Issue.of(Samples.WEEK), publication.edition("en").orElseThrow())).get(1);
        for (var part : List.of(text.html, text.plain)) {
            assertThat(part).contains("Gift: ", "/unsubscribe/" + EncodedMailing.TOKEN);
            assertThat(part.replace("/unsubscribe/" + EncodedMailing.TOKEN, "")).doesNotContainPattern("\\p{Co}");
        }
    }

    private MailingText render(String edition, String leading) {
        return texts(edition).stream().filter(t -> t.language.equals(leading)).findFirst().orElseThrow();
    }

    private List<MailingText> texts(String edition) {
        return QuarkusTransaction.requiringNew()
                .call(() -> renderer.render(Issue.of(Samples.WEEK), publication.edition(edition).orElseThrow()));
    }
}
