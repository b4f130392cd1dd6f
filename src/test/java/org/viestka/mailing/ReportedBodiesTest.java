package org.viestka.mailing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.issue.Issue;
import org.viestka.publication.Publication;
import org.viestka.support.Newsroom;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.support.Samples;
import org.viestka.support.Slate;
import org.viestka.web.Problem;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** Bodies that others' readers saw with something missing or changed. */
@QuarkusTest
class ReportedBodiesTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    MailingRenderer renderer;
    @Inject
    Publication publication;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    static Stream<ReportedCase> cases() {
        return ReportedCases.of("markdown");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readers_see_all_that_the_author_wrote(ReportedCase reported) {
        var want = reported.want();
        try {
            newsroom.publish(Samples.english(Samples.WEEK, "A title", "A summary.",
                    new String(reported.bytes(), StandardCharsets.UTF_8)));
        } catch (Problem refused) {
            assertThat(want.path("or_refused").asBoolean()).isTrue();
            return;
        }
        var mail = QuarkusTransaction.requiringNew()
                .call(() -> renderer.render(Issue.of(Samples.WEEK), publication.edition("en").orElseThrow())).get(0);
        var feed = Jsoup.parse(given().get("/en/feed.atom").asString(), "", Parser.xmlParser()).select("content").text();
        assertHas(mail.html, want.path("html_has"));
        assertHas(mail.plain, want.path("text_has"));
        texts(want.path("html_lacks")).forEach(part -> assertThat(mail.html).doesNotContain(part));
        texts(want.path("feed_lacks")).forEach(part -> assertThat(feed).doesNotContain(part));
    }

    /** Of the forms between bars one will do. */
    private static void assertHas(String text, JsonNode parts) {
        texts(parts).forEach(part -> assertThat(text).containsAnyOf(part.split("\\|")));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
