package org.viestka.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.smtp.OctetBuffer;
import org.viestka.support.SampleMailing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EncodedMailingTest {

    private final EncodedMailing template = new EncodedMailing(SampleMailing.message(), Optional.empty());

    @Test
    void the_header_has_all_that_bulk_mail_needs_and_nothing_twice() {
        assertThat(lines(header(template.message(SampleMailing.NASTA)))).isEqualTo("""
                From: =?UTF-8?B?0KHRltGC0YPQsNGG0YvRjyDRniDQkdC10LvQsNGA0YPRgdGW?=
                 <news@example.org>
                Reply-To: editors@example.org
                Subject: =?UTF-8?B?0KHRltGC0YPQsNGG0YvRjyDRniDQkdC10LvQsNGA0YPRgdGW?=
                 =?UTF-8?B?IPCfmIA6IDXigJMxMSDRgdC90LXQttC90Y8sINCw0LHigJnRj9Cy0LAg0ZYg?=
                 =?UTF-8?B?0Z7RgdGRINCw0YHRgtCw0YLQvdGP0LUsINGI0YLQviDQvdC1INC30LzRj9GI?=
                 =?UTF-8?B?0YfQsNC10YbRhtCwINGeINCw0LTQt9GW0L0g0YDQsNC00L7Qug==?=
                Date: Mon, 12 Dec 2016 05:00:00 +0000
                To: nasta@example.by
                Message-ID: <k5j2m7q3@news.example.org>
                List-Unsubscribe: <https://news.example.org/unsubscribe/AbCdEfGhIjKlMnOpQrStUvWxYz-_0123456789AbCdEfGhIjKl>
                List-Unsubscribe-Post: List-Unsubscribe=One-Click
                List-Id: =?UTF-8?B?0KjRgtC+0YLRi9C00L3RkdCy0ZbQuiBCRS9SVQ==?=
                 <weekly.be-ru.example.org>
                List-Help: <https://news.example.org/about>
                List-Archive: <https://news.example.org/archive>
                List-Owner: <mailto:owner@example.org>
                List-Post: NO
                Feedback-ID: 2016-W49:be-ru:weekly:viestka
                Auto-Submitted: auto-generated
                Precedence: bulk
                X-Auto-Response-Suppress: OOF, AutoReply
                Content-Language: be, ru
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary="=_33a7414bddd57e3b0392ce34"
                """);
    }

    @Test
    void both_parts_come_back_as_they_were_with_the_token_in_place() throws IOException {
        var parsed = parse(template.message(SampleMailing.NASTA));
        assertThat(parsed.getSubject()).isEqualTo(SampleMailing.SUBJECT);
        assertThat(parsed.getFrom().get(0).getName()).isEqualTo("Сітуацыя ў Беларусі");
        var parts = ((Multipart) parsed.getBody()).getBodyParts();
        assertThat(parts).extracting(Entity::getMimeType, Entity::getCharset)
                .containsExactly(tuple("text/plain", "utf-8"), tuple("text/html", "utf-8"));
        assertThat(text(parts.get(0))).isEqualTo(canonical(SampleMailing.message().text(), SampleMailing.TOKEN));
        assertThat(text(parts.get(1))).isEqualTo(canonical(SampleMailing.message().html(), SampleMailing.TOKEN));
    }

    @Test
    void no_header_takes_a_sign_of_its_text_for_the_place_of_what_the_reader_has_of_their_own() throws IOException {
        var subject = "A \uE002\uE003\uE004" + EncodedMailing.TOKEN;
        var message = new EncodedMailing(
                SampleMailing.with(subject, SampleMailing.message().html(), SampleMailing.message().text()),
                Optional.empty()).message(SampleMailing.NASTA);
        assertThat(parse(message).getSubject()).isEqualTo(subject);
    }

    @Property
    void a_token_may_stand_anywhere(@ForAll("texts") String text, @ForAll("texts") String html,
            @ForAll("tokens") String token) throws IOException {
        var mailing = withTokenLength(SampleMailing.with("Тэма", html, text), token.length());
        var parsed = parse(new EncodedMailing(mailing, Optional.empty())
                .message(new Recipient("nasta@example.by", "id@example.org", token)));
        var parts = ((Multipart) parsed.getBody()).getBodyParts();
        assertThat(text(parts.get(0))).isEqualTo(canonical(text, token));
        assertThat(text(parts.get(1))).isEqualTo(canonical(html, token));
    }

    @Test
    void no_line_is_long_or_begins_with_a_dot_and_there_is_no_bare_line_end() {
        for (var message : List.of(template.message(SampleMailing.NASTA),
                new EncodedMailing(SampleMailing.large(), Optional.empty()).message(SampleMailing.NASTA))) {
            var text = new String(message, UTF_8);
            assertThat(text).isEqualTo(text.replaceAll("\r?\n|\r", "\r\n")).matches("[\r\n -~]*").endsWith("--\r\n");
            assertThat(text.split("\r\n")).allSatisfy(line -> {
                assertThat(line).doesNotStartWith(".").hasSizeLessThanOrEqualTo(998);
                // Only the URL that may not be folded is longer than it should be.
                assertThat(line).matches(l -> l.length() <= 78 || l.startsWith("List-Unsubscribe: "));
            });
        }
    }

    @Test
    void the_same_reader_gets_the_same_octets_each_time_and_another_differs_in_what_is_theirs() {
        var nasta = template.message(SampleMailing.NASTA);
        var other = new Recipient("a@b.example", "x@y.example", SampleMailing.TOKEN.replace('A', 'Z'));
        var buffer = new OctetBuffer(10);
        for (var recipient : List.of(SampleMailing.NASTA, other, SampleMailing.NASTA)) {
            template.write(recipient, buffer);
        }
        assertThat(buffer.copy()).isEqualTo(nasta)
                .isEqualTo(new EncodedMailing(SampleMailing.message(), Optional.empty()).message(SampleMailing.NASTA));
        assertThat(new String(template.message(other), UTF_8)).doesNotContain("nasta", SampleMailing.TOKEN, "k5j2m7q3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nasta", "@example.by", "nasta@", "nasta@example.by\r\nBcc: v@example.net",
            "nasta@example.by\n",
            "na sta@example.by", "<nasta@example.by>", "nasta@example.by>", "a@b@c.example", "nasta@example..by",
            ".a@example.by",
            "a.@example.by", "nasta@.example.by", "nasta@example.by.", "nasta@example.by (Nasta)", "\"a b\"@example.by",
            "дзмітрый@example.by", "a@пошта.бел", "a\u0000@example.by", "a,b@example.by", "a@[127.0.0.1]"})
    void what_is_no_bare_address_is_refused(String address) {
        assertThatThrownBy(() -> new Recipient(address, "id@example.org", SampleMailing.TOKEN))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("address cannot stand in a mail header");
        assertThatThrownBy(() -> new Recipient("nasta@example.by", address, SampleMailing.TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nb", "a>", "a=", "ä", "a.b", "a\u0000"})
    void what_is_no_token_is_refused(String token) {
        assertThatThrownBy(() -> new Recipient("nasta@example.by", "id@example.org", token))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_recipient_in_a_log_names_nobody() {
        assertThat(SampleMailing.NASTA).hasToString("Recipient[k5j2m7q3@news.example.org]");
    }

    @Test
    void a_token_of_another_length_is_refused() {
        var recipient = new Recipient("nasta@example.by", "id@example.org", "short");
        assertThatThrownBy(() -> template.message(recipient)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_mailing_that_could_smuggle_a_header_or_has_no_way_out_is_refused() {
        var good = SampleMailing.message();
        assertRefused(SampleMailing.with("a\r\nBcc: v@example.net", good.html(), good.text()));
        assertRefused(SampleMailing.with("Тэма", good.html(), "no link"));
        assertRefused(SampleMailing.with("Тэма", "no link", good.text()));
        assertRefused(changed(good, "news@example.org", "news@example.org\r\nX: y"));
        assertRefused(changed(good, "editors@example.org", "editors"));
        assertRefused(changed(good, "https://news.example.org/unsubscribe/", "https://news.example.org/> "));
        assertRefused(changed(good, "weekly.be-ru.example.org", "weekly"));
        assertRefused(changed(good, "owner@example.org", "owner@example.org?x"));
        assertRefused(changed(good, "2016-W49:be-ru:weekly:viestka", "a\nb"));
    }

    private static void assertRefused(BulkMessage mailing) {
        assertThatThrownBy(() -> new EncodedMailing(mailing, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    private static BulkMessage changed(BulkMessage m, String value, String other) {
        UnaryOperator<String> swap = v -> v.equals(value) ? other : v;
        return new BulkMessage(m.fromName(), swap.apply(m.fromAddress()), swap.apply(m.replyTo()), m.subject(), m.date(),
                m.languages(), m.html(), m.text(), m.listName(), swap.apply(m.listId()), swap.apply(m.unsubscribePrefix()),
                m.tokenLength(), m.listHelp(), m.listArchive(), swap.apply(m.ownerAddress()), swap.apply(m.feedbackId()));
    }

    private static BulkMessage withTokenLength(BulkMessage m, int length) {
        return new BulkMessage(m.fromName(), m.fromAddress(), m.replyTo(), m.subject(), m.date(), m.languages(), m.html(),
                m.text(), m.listName(), m.listId(), m.unsubscribePrefix(), length, m.listHelp(), m.listArchive(),
                m.ownerAddress(), m.feedbackId());
    }

    @Provide
    Arbitrary<String> texts() {
        var piece = Arbitraries.oneOf(Arbitraries.of("\n", "\r\n", "\r", ".", "ў", "😀", "a", EncodedMailing.TOKEN),
                Arbitraries.strings().withChars("абвгд abc").ofMaxLength(80));
        return piece.list().ofMaxSize(40).map(parts -> String.join("", parts) + EncodedMailing.TOKEN)
                .flatMap(text -> Arbitraries.of("", "\n", "x", "xy").map(end -> text + end));
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.strings().alpha().numeric().withChars("-_").ofMinLength(1).ofMaxLength(70);
    }

    private static String canonical(String text, String token) {
        var lines = text.replace(EncodedMailing.TOKEN, token).replaceAll("\r\n|\r", "\n");
        return (lines.endsWith("\n") ? lines : lines + "\n").replace("\n", "\r\n");
    }

    private static String header(byte[] message) {
        var text = new String(message, UTF_8);
        return text.substring(0, text.indexOf("\r\n\r\n") + 2);
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    private static Message parse(byte[] message) throws IOException {
        return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(message));
    }

    private static String text(Entity part) throws IOException {
        try (var in = ((SingleBody) part.getBody()).getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
