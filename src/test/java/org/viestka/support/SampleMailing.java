package org.viestka.support;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.viestka.mail.BulkMessage;
import org.viestka.mail.EncodedMailing;
import org.viestka.mail.Recipient;

/** A mailing with everything that has once gone wrong in one: Cyrillic, emoji, leading dots, white space at line ends. */
public final class SampleMailing {

    public static final String SUBJECT = "Сітуацыя ў Беларусі 😀: 5–11 снежня, аб’ява і ўсё астатняе, што не змяшчаецца ў адзін радок";
    public static final String TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz-_0123456789AbCdEfGhIjKl";
    public static final Recipient NASTA = new Recipient("nasta@example.by", "k5j2m7q3@news.example.org", TOKEN);

    private static final String URL = "https://news.example.org/unsubscribe/";
    private static final String TEXT = """
            Прывітанне, свет 😀

            .
            ..
            .x
            \r
            .\r
            Канец з прабеламі   \t
            Адпісацца: %s%s



            """.formatted(URL, EncodedMailing.TOKEN);
    private static final String HTML = """
            <!DOCTYPE html>
            <html lang="be"><body>
            <p>Прывітанне, свет 😀</p>
            .
            <p><a href="%1$s%2$s">Адпісацца</a> <a href="%1$s%2$s">Отписаться</a></p>
            </body></html>
            """.formatted(URL, EncodedMailing.TOKEN);

    private SampleMailing() {}

    public static BulkMessage message() {
        return with(SUBJECT, HTML, TEXT);
    }

    public static BulkMessage with(String subject, String html, String text) {
        return new BulkMessage("Сітуацыя ў Беларусі", "news@example.org", "editors@example.org", subject,
                Instant.parse("2016-12-12T05:00:00Z"), List.of("be", "ru"), html, text, "Штотыднёвік BE/RU",
                "weekly.be-ru.example.org", URL, TOKEN.length(), Optional.of(URI.create("https://news.example.org/about")),
                Optional.of(URI.create("https://news.example.org/archive")), "owner@example.org",
                "2016-W49:be-ru:weekly:viestka");
    }

    /** About 30,000 octets on the wire, as an issue of five commentaries has. */
    public static BulkMessage large() {
        var paragraph = "Кіроўная эліта абмяркоўвае, што будзе далей, і ніхто пра гэта не ведае. ".repeat(10);
        var link = URL + EncodedMailing.TOKEN;
        return with(SUBJECT, ("<p>" + paragraph + "</p>\n").repeat(8) + "<a href=\"" + link + "\">Адпісацца</a>\n",
                (paragraph + "\n").repeat(8) + link + "\n");
    }
}
