package org.viestka.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.util.MimeUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HeaderTextTest {

    private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?([BQ])\\?([^? ]*)\\?=");

    @ParameterizedTest
    @ValueSource(strings = {"Weekly review", "Сітуацыя ў Беларусі: 5–11 снежня", "Па-беларуску: ў, і, аб’ява",
            "Ещё раз о ёлке", "News 😀 and 👩‍👩‍👧‍👦 more", "=?UTF-8?Q?smuggled?=", "a =?x", "  two  spaces  ", "", " ", "ü",
            "Ünïcödë in mostly ASCII text which is shorter in Q than in B, as it should be"})
    void a_subject_comes_back_as_it_was(String subject) {
        assertThat(decoded(HeaderText.unstructured(subject, 9))).isEqualTo(subject);
    }

    @Property
    void any_subject_comes_back_as_it_was(@ForAll("texts") String subject) {
        var written = HeaderText.unstructured(subject, "Subject: ".length());
        assertThat(decoded(written)).isEqualTo(subject);
        assertLinesAreShortAndWordsWhole("Subject: " + written);
    }

    @Property
    void any_name_comes_back_as_it_was_and_the_address_is_untouched(@ForAll("texts") String name) {
        var written = HeaderText.named(name, "news@example.org", "From: ".length());
        var mailbox = LenientAddressParser.DEFAULT.parseMailbox(MimeUtil.unfold(written));
        assertThat(mailbox.getAddress()).isEqualTo("news@example.org");
        assertThat(mailbox.getName() == null ? "" : mailbox.getName()).isEqualTo(name);
        assertLinesAreShortAndWordsWhole("From: " + written);
    }

    @Property
    void no_word_but_the_last_is_padded(@ForAll("texts") String text) {
        for (var written : List.of(HeaderText.unstructured(text, 9), HeaderText.named(text, "news@example.org", 6))) {
            var words = WORD.matcher(written).results().map(MatchResult::group).toList();
            if (!words.isEmpty()) {
                assertThat(words.subList(0, words.size() - 1)).noneMatch(word -> word.contains("?B?") && word.contains("=?="));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Пацвердзіце, калі ласка, падпіску на «Сітуацыю ў Беларусі»",
            "é漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢",
            "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "Подтвердите, пожалуйста, подписку",
            "aéбééбяé漢é😀é漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢"})
    void words_that_are_joined_before_they_are_decoded_say_the_same(String text) {
        var base64 = new StringBuilder();
        var read = new StringBuilder();
        for (var word : WORD.matcher(HeaderText.unstructured(text, 9)).results().toList()) {
            if (word.group(1).equals("B")) {
                base64.append(word.group(2));
            } else {
                read.append(joined(base64)).append(URLDecoder.decode(word.group(2).replace('=', '%'), UTF_8));
            }
        }
        read.append(joined(base64));
        assertThat(read).hasToString(text);
    }

    /** As GMime reads words of one encoding that follow on one another. */
    private static String joined(StringBuilder base64) {
        var text = new String(Base64.getDecoder().decode(base64.toString()), UTF_8);
        base64.setLength(0);
        return text;
    }

    @Test
    void plain_ascii_stays_readable_and_is_folded_at_its_spaces() {
        assertThat(HeaderText.unstructured("Weekly review, 5-11 December", 9)).isEqualTo("Weekly review, 5-11 December");
        assertThat(HeaderText.unstructured("0123456789 ".repeat(8).strip(), 9)).isEqualTo(
                "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\r\n 0123456789 0123456789");
        assertThat(HeaderText.named("Weekly Review", "a@example.org", 6)).isEqualTo("Weekly Review <a@example.org>");
        assertThat(HeaderText.named("", "a@example.org", 6)).isEqualTo("<a@example.org>");
    }

    @Test
    void the_shorter_encoding_is_taken() {
        assertThat(HeaderText.unstructured("Беларусь", 9)).startsWith("=?UTF-8?B?");
        assertThat(HeaderText.unstructured("Monday news from the Élysée palace", 9)).startsWith("=?UTF-8?Q?");
    }

    @Test
    void an_address_that_no_longer_fits_begins_a_line() {
        var written = HeaderText.named("Сітуацыя ў Беларусі", "newsletter@a-rather-long-name.example.org", 6);
        assertThat(written.lines()).hasSize(2).last().isEqualTo(" <newsletter@a-rather-long-name.example.org>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: v@example.net", "a\nb", "a\rb", "a\u0000b", "a\tb", "a\u007fb", "a\u0085b", "a\u2028b",
            "a\u2029b", "a\ud83d", "\ude00a"})
    void what_could_end_the_line_is_refused(String text) {
        assertThatThrownBy(() -> HeaderText.unstructured(text, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeaderText.named(text, "a@example.org", 6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<String> texts() {
        var belarusian = Arbitraries.strings().withChars("абвгдеёжзійклмнопрстуўфхцчшыьэюяЎІ’ –«».,").ofMaxLength(300);
        var russian = Arbitraries.strings().withChars("абвгдеёжзийклмнопрстуфхцчшщъыьэюяЁ —«».,").ofMaxLength(300);
        var emoji = Arbitraries.of("😀", "👩‍👩‍👧‍👦", "🇧🇾", " ", "ў", "a", "=?", "?=", "_", "\"", "<").list().ofMaxSize(120)
                .map(parts -> String.join("", parts));
        var ascii = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(1200);
        var words = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(90).list().ofMaxSize(40)
                .map(parts -> String.join(" ", parts));
        return Arbitraries.oneOf(belarusian, russian, emoji, ascii, words);
    }

    private static String decoded(String written) {
        return DecoderUtil.decodeEncodedWords(MimeUtil.unfold(written), DecodeMonitor.STRICT);
    }

    private static void assertLinesAreShortAndWordsWhole(String header) {
        assertThat(header.split("\r\n")).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76).isNotBlank());
        assertThat(header.replace("\r\n ", "")).matches("[ -~]*");
        WORD.matcher(header).results().forEach(word -> {
            assertThat(word.group().length()).isLessThanOrEqualTo(75);
            var whole = word.group(1).equals("B")
                    ? new String(Base64.getDecoder().decode(word.group(2)), UTF_8)
                    : URLDecoder.decode(word.group(2).replace("+", "%2B").replace('=', '%'), UTF_8);
            assertThat(whole).doesNotContain("\ufffd");
        });
    }
}
