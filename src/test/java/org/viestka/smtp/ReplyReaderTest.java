package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReplyReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
            "250 2.1.5 ok       | 250 | 2.1.5  | 2.1.5 ok", "250              | 250 | ''     | ''",
            "550 5.1.10 null MX | 550 | 5.1.10 | 5.1.10 null MX", "550 5.1 no | 550 | '' | 5.1 no",
            "550 5.1.1          | 550 | 5.1.1  | 5.1.1", "550 5.1.1: no | 550 | '' | 5.1.1: no",
            "450 3.1.1 odd      | 450 | ''     | 3.1.1 odd", "550 5.1.1234 no | 550 | '' | 5.1.1234 no",
            "550 5.123.456 no   | 550 | 5.123.456 | 5.123.456 no", "550 5..1 no | 550 | '' | 5..1 no",
            "550 адраса няма | 550 | '' | адраса няма"})
    void a_reply_is_its_code_its_status_and_its_text(String line, int code, String enhanced, String text) throws IOException {
        assertThat(reader(line + "\r\n").read()).isEqualTo(new Reply(code, enhanced, text));
        assertThat(reader(line + "\n").read()).isEqualTo(new Reply(code, enhanced, text));
    }

    @Test
    void lines_are_joined_and_replies_that_came_together_are_told_apart() throws IOException {
        var replies = reader("250-5.1.1 one\r\n250-\r\n250 two\r\n354 go\r\n");
        assertThat(replies.read()).isEqualTo(new Reply(250, "5.1.1", "5.1.1 one\n\ntwo"));
        assertThat(replies.hasLeftover()).isTrue();
        assertThat(replies.read()).isEqualTo(new Reply(354, "", "go"));
        assertThat(replies.hasLeftover()).isFalse();
        assertThatThrownBy(replies::read).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4x\r\n", "\r\n", "25\r\n", "250x\r\n", "25a ok\r\n", "150 ok\r\n", "650 ok\r\n",
            "250-a\r\n251 b\r\n",
            "250-a\r\nb\r\n", "HTTP/1.1 400 Bad Request\r\n", "-50 a\r\n", "\u0000\u0001\u0002\r\n"})
    void what_is_no_reply_is_told_apart_from_a_refusal(String octets) {
        assertThatThrownBy(() -> reader(octets).read()).isInstanceOf(MalformedReplyException.class);
    }

    @Test
    void a_reply_without_end_is_given_up() {
        assertThatThrownBy(() -> reader("250-a\r\n".repeat(101)).read()).isInstanceOf(MalformedReplyException.class);
        assertThatThrownBy(() -> reader("250 " + "a".repeat(2001)).read()).isInstanceOf(MalformedReplyException.class);
    }

    @Test
    void a_reply_of_the_greatest_length_is_read() throws IOException {
        assertThat(reader("250-a\r\n".repeat(99) + "250 b\r\n").read().text()).hasLineCount(100);
        assertThat(reader("250 " + "a".repeat(1990) + "\r\n").read().text()).hasSize(1990);
    }

    @Property
    void any_octets_end_as_a_reply_or_as_trouble(@ForAll String octets) {
        try {
            assertThat(reader(octets + "\r\n").read().code()).isBetween(200, 599);
        } catch (IOException e) {
            assertThat(e).isInstanceOfAny(MalformedReplyException.class, EOFException.class);
        }
    }

    private static ReplyReader reader(String octets) {
        return new ReplyReader(new ByteArrayInputStream(octets.getBytes(UTF_8)));
    }
}
