package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Slate;
import org.viestka.vault.LinkPurpose;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SubscribeRoadTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;

    @Inject
    Slate slate;

    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "en | en | EN | Check your inbox | Please confirm your subscription | Yes, subscribe me"
                    + " | You have been successfully subscribed",
            "be | be-ru | BE/RU | Праверце пошту | Пацвердзіце, калі ласка, падпіску | Так, падпішыце мяне"
                    + " | Вы паспяхова падпісаліся",
            "ru | be-ru | BE/RU | Проверьте почту | Подтвердите, пожалуйста, подписку | Да, подпишите меня"
                    + " | Вы успешно подписались"})
    void a_reader_walks_from_the_form_to_the_mailbox_and_back(String language, String edition, String label, String check,
            String subject, String button, String done) throws Exception {
        var answer = Road.signUp(READER, edition, language);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Content-Language")).isEqualTo(language);
        var page = Jsoup.parse(answer.asString());
        assertThat(page.selectFirst("html").attr("lang")).isEqualTo(language);
        assertThat(page.selectFirst("h1").text()).isEqualTo(check);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);

        var mail = road.mailsTo(READER)[0];
        assertThat(mail.getSubject()).isEqualTo(subject);
        assertThat(Road.header(mail, "Content-Language")).isEqualTo("[" + language + "]");
        assertThat(Road.header(mail, "Auto-Submitted")).isEqualTo("[auto-generated]");
        var html = Jsoup.parse(Road.part(mail, 1));
        assertThat(html.selectFirst("html").attr("lang")).isEqualTo(language);
        assertThat(html.selectFirst("h1").text()).isEqualTo(subject);
        assertThat(html.select("img, script, link, form")).isEmpty();
        var link = road.linkTo(READER);
        assertThat(html.select("a").eachAttr("href")).containsExactly("http://localhost:8080" + link);
        assertThat(Road.part(mail, 0)).contains(label).doesNotContain("<", "&").matches("(?:(?:.{0,78}|https?:\\S+)\\n)+");
        assertThat(road.outboxRows()).isZero();

        var shown = given().get(link);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
        var confirm = Jsoup.parse(shown.asString());
        assertThat(confirm.selectFirst("html").attr("lang")).isEqualTo(language);
        assertThat(confirm.selectFirst("meta[name=robots]").attr("content")).isEqualTo("noindex");
        assertThat(confirm.selectFirst("main form button").text()).isEqualTo(button);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);

        for (int time = 0; time < 2; time++) {
            var confirmed = given().post(link);
            assertThat(confirmed.statusCode()).isEqualTo(200);
            assertThat(Jsoup.parse(confirmed.asString()).selectFirst("h1").text()).isEqualTo(done);
            assertThat(confirmed.cookies()).isEmpty();
        }
        var reader = road.find(READER);
        assertThat(reader.status).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(reader.edition).isEqualTo(edition);
        assertThat(reader.confirmedAt).isEqualTo(MovableClock.WEDNESDAY);
        assertThat(reader.consentText).startsWith("subscribe-form/");
        assertThat(reader.consentLanguage).isEqualTo(language);
        assertThat(reader.leadingLanguage).as("the form's language comes first").isEqualTo(language);
    }

    @Test
    void nobody_elses_sign_up_changes_what_a_reader_chose() {
        for (var status : List.of(SubscriberStatus.ACTIVE, SubscriberStatus.PAUSED, SubscriberStatus.UNSUBSCRIBED,
                SubscriberStatus.BOUNCED, SubscriberStatus.COMPLAINED)) {
            var email = status + "@reader.example";
            road.subscribed(email, "be-ru", "be", status);
            Road.signUp(email, "be-ru", "ru");
            Road.signUp(email, "en", "en");
            var reader = road.find(email);
            assertThat(reader.edition).isEqualTo("be-ru");
            assertThat(reader.language).isEqualTo("be");
            assertThat(reader.leadingLanguage).isNull();
        }
    }

    @Test
    void an_edition_that_does_not_have_the_language_of_the_form_keeps_its_own_order() {
        Road.signUp(READER, "be-ru", "en");
        assertThat(road.find(READER).leadingLanguage).isNull();
    }

    @Test
    void the_whole_text_of_the_confirm_mail_can_be_read() {
        Road.signUp(READER, "be-ru", "be");
        var mail = road.mailsTo(READER)[0];
        assertThat(Road.part(mail, 0)).isEqualTo("""
                Хтосьці (спадзяёмся, што вы) папрасіў дасылаць на гэты адрас рассылку
                «Сітуацыя ў Беларусі» (BE/RU). Калі вы яе хочаце, адкрыйце старонку і
                націсніце там кнопку:

                http://localhost:8080%s

                Спасылка дзейнічае да 17 снежня 2016\u202fг. у 12:00 (GMT+3).
                Калі гэта былі не вы, нічога не рабіце: больш лістоў не будзе.

                --\s
                Сітуацыя ў Беларусі
                """.formatted(road.linkTo(READER)));
    }

    @Test
    void a_confirm_link_works_for_three_days() {
        Road.signUp(READER, "en", "en");
        var link = road.linkTo(READER);
        clock.advance(Duration.ofHours(72).minusSeconds(1));
        assertThat(given().get(link).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(given().get(link).statusCode()).isEqualTo(404);
        assertThat(given().post(link).statusCode()).isEqualTo(404);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);
    }

    @Test
    void nobody_is_mailed_more_than_once_a_day_and_three_times_in_all() {
        for (int day = 0; day < 6; day++) {
            for (int time = 0; time < 5; time++) {
                Road.signUp(READER, "en", "en");
            }
            assertThat(road.mailsTo(READER)).hasSize(Math.min(day + 1, 3));
            clock.advance(Duration.ofHours(24));
        }
    }

    @Test
    void who_left_comes_back_only_by_a_link_asked_for_afterwards() {
        Road.signUp(READER, "en", "en");
        var old = road.linkTo(READER);
        given().post(old);
        var reader = road.find(READER);
        clock.advance(Duration.ofHours(25));
        given().formParam("leave", "yes").post("/unsubscribe/" + road.vault.unsubscribeToken(reader.id));
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        assertThat(given().post(old).statusCode()).isEqualTo(404);

        clock.advance(Duration.ofMinutes(1));
        Road.signUp(READER, "be-ru", "be");
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        given().post(road.linkTo(READER));
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(road.find(READER).edition).isEqualTo("be-ru");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/confirm/", "/unsubscribe/", "/preferences/"})
    void whatever_is_wrong_with_a_link_the_page_is_the_same(String path) {
        Road.signUp(READER, "en", "en");
        var confirm = road.linkTo(READER).substring("/confirm/".length());
        var unsubscribe = road.vault.unsubscribeToken(road.find(READER).id);
        var fitting = path.equals("/unsubscribe/") ? unsubscribe : confirm;
        var wrong = List.of(fitting.substring(1), fitting.substring(0, fitting.length() - 4), flip(fitting, 8),
                flip(fitting, 30), path.equals("/unsubscribe/") ? confirm : unsubscribe, "x", "%20", "=",
                road.vault.unsubscribeToken(UUID.randomUUID()),
                road.vault.token(LinkPurpose.CONFIRM, UUID.randomUUID(), clock.instant()),
                road.vault.token(LinkPurpose.OWN_DATA, road.find(READER).id, clock.instant()));
        var expected = given().get(path + "unknown").asString();
        assertThat(expected).contains("This link does not work");
        for (var token : wrong) {
            for (var answer : List.of(given().urlEncodingEnabled(false).get(path + token),
                    given().urlEncodingEnabled(false).formParam("leave", "yes").post(path + token))) {
                assertThat(answer.statusCode()).as(token).isEqualTo(404);
                assertThat(answer.asString()).as(token).isEqualTo(expected);
            }
        }
    }

    private static String flip(String token, int at) {
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }
}
