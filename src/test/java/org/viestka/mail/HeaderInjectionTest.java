package org.viestka.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.util.MimeUtil;
import org.viestka.support.Nasty;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** Whatever somebody puts into a setting, a title or an address, a header stays the one that it is, or is not made. */
@Domain(Nasty.class)
class HeaderInjectionTest {

    @Property
    void a_text_is_one_header_and_says_what_it_said(@ForAll String text) {
        made(() -> HeaderText.unstructured(text, 9)).ifPresent(header -> {
            assertOneHeader(header);
            assertThat(decoded(header)).isEqualTo(text);
        });
        made(() -> HeaderText.named(text, "news@example.org", 6)).ifPresent(header -> {
            assertOneHeader(header);
            assertThat(header).endsWith("<news@example.org>").containsOnlyOnce("<news@example.org>");
        });
    }

    @Property
    void what_stands_as_it_is_can_neither_end_a_line_nor_begin_another_part(@ForAll String text) {
        made(() -> HeaderValue.requireAddress("from", text))
                .ifPresent(value -> assertThat(value).matches("[!-~&&[^<>,;:\"()\\[\\]\\\\]]+"));
        made(() -> HeaderValue.requireAddress("from", text + "@example.org"))
                .ifPresent(value -> assertThat(value).matches("[!-~&&[^<>,;:\"()\\[\\]\\\\]]+").containsOnlyOnce("@"));
        made(() -> HeaderValue.requireToken(text)).ifPresent(value -> assertThat(value).matches("[A-Za-z0-9_-]+"));
        made(() -> HeaderValue.requireUnfoldable("url", "https://example.org/" + text))
                .ifPresent(value -> assertThat(value).matches("[!-~&&[^<>]]+"));
        made(() -> HeaderValue.requireListId(text + ".example.org"))
                .ifPresent(value -> assertThat(value).matches("[A-Za-z0-9_.-]+"));
        made(() -> HeaderValue.requireDomain("domain", text)).ifPresent(value -> assertThat(value).matches("[A-Za-z0-9_.-]+"));
        made(() -> HeaderValue.requireLanguages(List.of("be", text)))
                .ifPresent(value -> assertThat(value).matches("[A-Za-z0-9, -]+"));
    }

    private static Optional<String> made(Supplier<String> header) {
        try {
            return Optional.of(header.get());
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** A line that goes on begins with a space and is not empty but for it; no other line end than CRLF, nothing but ASCII. */
    private static void assertOneHeader(String header) {
        assertThat(header).doesNotContainPattern("\r(?!\n)|(?<!\r)\n|\r\n(?! \\S)");
        assertThat(US_ASCII.newEncoder().canEncode(header)).isTrue();
        assertThat(header.replace("\r\n", "")).doesNotContainPattern("[\\x00-\\x1f\\x7f]");
    }

    private static String decoded(String written) {
        return DecoderUtil.decodeEncodedWords(MimeUtil.unfold(written), DecodeMonitor.STRICT);
    }
}
