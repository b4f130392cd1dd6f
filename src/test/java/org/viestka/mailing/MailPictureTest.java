package org.viestka.mailing;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.issue.Issue;
import org.viestka.publication.Publication;
import org.viestka.support.Chromium;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** How a mail looks on a telephone and in a window, by day and by night. */
@QuarkusTest
class MailPictureTest {

    private static Chromium chromium;

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    MailingRenderer renderer;
    @Inject
    Publication publication;

    @BeforeAll
    static void open() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, en", "en, en-x-discreet", "be-ru, be", "be-ru, ru", "be-ru, be-x-discreet",
            "be-ru, ru-x-discreet"})
    void a_mail_is_fit_to_print(String edition, String language) {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
        newsroom.publish(Samples.english(Samples.WEEK,
                "An unusually long heading about an incomprehensibilitiesofinterpretation",
                "Summary",
                "> A quotation\n\n- one\n- two\n\n`https://example.org/a/very/long/path/that/does/not/break/by/itself/at/all`\n\n"
                        + "7. seven[^1]\n\n| Year | Growth, % |\n|---|--:|\n| 2016 | -2.5 |\n\n[^1]: A note."));
        var html = QuarkusTransaction.requiringNew().call(() -> renderer
                .render(Issue.of(Samples.WEEK), publication.edition(edition).orElseThrow()).stream()
                .filter(text -> text.language.equals(language)).findFirst().orElseThrow()).html;
        try (var visit = chromium.visit(language.substring(0, 2), true)) {
            visit.openForeign("http://mail.example/" + language, html).seeMail("mail-" + edition + "-" + language);
        }
    }
}
