package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MailCatcher;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SingleMailsTest {

    private static final String TO = "nadzeya@reader.example";

    @Inject
    SingleMails post;

    @Inject
    MailCatcher mail;

    @Inject
    Slate slate;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void each_header_occurs_once_and_no_other_host_is_named() throws Exception {
        post.send("0123456789abcdef", TO, "be", "Пацвердзіце падпіску", "<p>Так</p>", "Так");
        var raw = new String(MailCatcher.octets(only()), StandardCharsets.UTF_8);
        var head = raw.substring(0, raw.indexOf("\r\n\r\n"));
        for (var name : List.of("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Reply-To", "Content-Type",
                "Content-Language", "Auto-Submitted", "X-Auto-Response-Suppress")) {
            assertThat(head.lines().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1)))
                    .as(name).hasSize(1);
        }
        assertThat(header("Message-ID")).isEqualTo("<0123456789abcdef@localhost>");
        assertThat(header("Content-Language")).isEqualTo("be");
        assertThat(header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header("Reply-To")).isEqualTo("newsletter@localhost");
        assertThat(header("From")).matches("(?s)=\\?UTF-8\\?[BQ]\\?.*\\?=\\s+<newsletter@localhost>");
        assertThat(((InternetAddress) only().getFrom()[0]).getPersonal()).isEqualTo("Сітуацыя ў Беларусі");
        assertThat(only().getHeader("Cc")).isNull();
        // The catcher's own line says who connected; what we sent begins after it.
        var sent = raw.substring(raw.indexOf("\r\n", raw.indexOf("Received:")));
        assertThat(sent).doesNotContain(InetAddress.getLocalHost().getHostName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Plain", "Сітуацыя ў Беларусі: ўсё, што’ і як 😀😀😀", "=?UTF-8?B?0J/RgNC40LLQtdGC?=",
            "Ёжык ищет ёлку, а потом находит её и рассказывает об этом всем своим друзьям, которые живут в том же самом лесу 🎄, "
                    + "и они вместе празднуют Новый год, как это было принято у них испокон веков, с чаем и вареньем из крыжовника"})
    void a_subject_arrives_as_it_was_written_in_lines_that_fit(String subject) throws Exception {
        post.send(TO, "ru", subject, "<p>Да</p>", "Да");
        assertThat(only().getSubject()).isEqualTo(subject);
        var raw = new String(MailCatcher.octets(only()), StandardCharsets.UTF_8);
        assertThat(raw.substring(raw.indexOf("Subject:")).lines().limit(3)).allMatch(line -> line.length() <= 78);
    }

    @Test
    void the_text_comes_first_and_both_parts_arrive_without_stray_returns() throws Exception {
        post.send(TO, "ru", "Тема", "<p>Ссылка\r\nздесь</p>", "Ссылка\r\n.\r\n..x\r\nздесь");
        var parts = (MimeMultipart) only().getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat(parts.getBodyPart(0).getContent().toString().lines()).containsExactly("Ссылка", ".", "..x", "здесь");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(parts.getBodyPart(1).getContent().toString().lines()).containsExactly("<p>Ссылка", "здесь</p>");
        assertThat(new String(MailCatcher.octets(only()), StandardCharsets.UTF_8)).doesNotContain("=0D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com\r\nRCPT TO:<v@e.net>", "\"x\nBcc: v@e.net\" <a@example.com>", "", "a@b.c (name)",
            "name <a@b.c>", "дзмітрый@example.com", "a@пошта.бел", "a@b@c", "a,b@c.d", "a@b.c\0"})
    void what_is_no_bare_address_is_never_sent_to(String to) {
        assertThatThrownBy(() -> post.send(to, "en", "S", "h", "t")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("@");
        assertThat(mail.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: v@e.net", "a\nb", "a\rb", "a\0b", "Прывітанне\r\n\r\nтэкст"})
    void a_line_break_in_a_header_is_refused(String hostile) {
        assertThatThrownBy(() -> post.send(TO, "en", hostile, "h", "t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> post.send(TO, hostile, "S", "h", "t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> post.send(hostile, TO, "en", "S", "h", "t")).isInstanceOf(IllegalArgumentException.class);
        assertThat(mail.all()).isEmpty();
    }

    private MimeMessage only() {
        return mail.await(1).get(0);
    }

    private String header(String name) throws MessagingException {
        return Arrays.stream(only().getHeader(name)).reduce((a, b) -> {
            throw new AssertionError(name + " occurs twice");
        }).orElseThrow();
    }
}
