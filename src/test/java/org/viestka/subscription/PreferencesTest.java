package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
class PreferencesTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;

    @Inject
    Slate slate;

    @Inject
    MovableClock clock;

    String token;

    @BeforeEach
    void subscribe() {
        slate.wipe();
        token = road.vault.unsubscribeToken(road.subscribed(READER, "be-ru", "ru", SubscriberStatus.ACTIVE).id);
    }

    @Test
    void a_reader_turns_the_languages_round_changes_edition_pauses_resumes_and_leaves() throws Exception {
        askForLink(token);
        var mail = road.mailsTo(READER)[0];
        assertThat(mail.getSubject()).isEqualTo("Настройки вашей подписки");
        assertThat(Road.header(mail, "Content-Language")).isEqualTo("[ru]");
        assertThat(Jsoup.parse(Road.part(mail, 1)).selectFirst("html").attr("lang")).isEqualTo("ru");
        var link = road.linkTo(READER);

        var page = page(given().get(link));
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo("ru");
        assertThat(page.select("[name=edition][checked]").eachAttr("value")).containsExactly("be-ru");
        assertThat(page.select("[name=leading][checked]").eachAttr("value")).containsExactly("be");
        assertThat(page.select("label:has([name=leading])").eachText())
                .containsExactly("беларуская, русский", "русский, беларуская");

        page = page(given().formParam("act", "save").formParam("edition", "be-ru").formParam("leading", "ru").post(link));
        assertThat(page.selectFirst("[role=status]").text()).isEqualTo("Сохранено.");
        assertThat(page.select("[name=leading][checked]").eachAttr("value")).containsExactly("ru");
        assertThat(road.find(READER).leadingLanguage).isEqualTo("ru");

        page = page(given().formParam("act", "pause").post(link));
        assertThat(page.select("button[value=resume]")).hasSize(1);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PAUSED);
        given().formParam("act", "resume").post(link);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);

        page = page(given().formParam("act", "save").formParam("edition", "en").formParam("leading", "ru").post(link));
        assertThat(page.select("[name=leading]")).isEmpty();
        assertThat(road.find(READER).edition).isEqualTo("en");
        assertThat(road.find(READER).leadingLanguage).isNull();

        for (int time = 0; time < 2; time++) {
            page = page(given().formParam("act", "leave").post(link));
            assertThat(page.selectFirst("h1").text()).isEqualTo("Вы отписались");
        }
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        given().formParam("act", "resume").post(link);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @Test
    void one_link_in_ten_minutes_is_mailed_and_the_answer_is_always_the_same() {
        var first = askForLink(token);
        assertThat(askForLink(token)).isEqualTo(first);
        assertThat(askForLink("unknown")).isEqualTo(first);
        assertThat(askForLink("")).isEqualTo(first);
        assertThat(road.mailsTo(READER)).hasSize(1);
        clock.advance(Duration.ofMinutes(10));
        assertThat(askForLink(token)).isEqualTo(first);
        assertThat(road.mailsTo(READER)).hasSize(2);
    }

    @Test
    void nobody_who_left_is_mailed() {
        given().formParam("leave", "yes").post("/unsubscribe/" + token);
        askForLink(token);
        assertThat(road.mailsTo(READER)).isEmpty();
    }

    @Test
    void a_link_works_for_thirty_days_and_looking_changes_nothing() {
        askForLink(token);
        var link = road.linkTo(READER);
        int version = road.find(READER).version;
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        for (int visit = 0; visit < 100; visit++) {
            assertThat(given().get(link).statusCode()).isEqualTo(200);
        }
        assertThat(road.find(READER).version).isEqualTo(version);
        clock.advance(Duration.ofSeconds(1));
        assertThat(given().get(link).statusCode()).isEqualTo(404);
        assertThat(given().formParam("act", "pause").post(link).statusCode()).isEqualTo(404);
    }

    @Test
    void what_the_page_does_not_offer_is_refused() {
        askForLink(token);
        var link = road.linkTo(READER);
        assertThat(given().formParam("act", "save").formParam("edition", "uk").post(link).statusCode()).isEqualTo(400);
        assertThat(given().formParam("act", "delete").post(link).statusCode()).isEqualTo(400);
        assertThat(given().post(link).statusCode()).isIn(400, 415);
        assertThat(road.find(READER).edition).isEqualTo("be-ru");
    }

    private static String askForLink(String token) {
        var answer = given().formParam("token", token).formParam("lang", "ru").post("/preferences/link");
        return answer.statusCode() + "\n" + answer.headers() + "\n" + answer.asString();
    }

    private static Document page(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return Jsoup.parse(answer.asString());
    }
}
