package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

@QuarkusTest
class ExposedMailboxesTest {

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    ExposedMailboxes exposed;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@tut.by", "a@mail.ru", "A@Inbox.RU", "a@bk.ru", "a@list.ru", "a@rambler.ru", "a@yandex.com",
            "a@yandex.by", "a@yandex.com.tr", "a@sub.example.by", "a@пошта.бел", "a@почта.рф", "a@ya.ru", "a@vk.com"})
    void known(String address) {
        assertThat(exposed.include(Road.address(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@proton.me", "a@gmail.com", "a@ruby.org", "a@by.example", "a@notyandex.com", "a@mail.ru.example",
            "a@babyandex.eu", "a@ru.net", "a@пошта.укр"})
    void unknown(String address) {
        assertThat(exposed.include(Road.address(address))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"en | This mailbox is with a provider in Belarus or Russia",
            "be | Гэтая паштовая скрыня — у правайдара ў Беларусі або Расіі",
            "ru | Этот почтовый ящик — у провайдера в Беларуси или России"})
    void a_notice_and_no_block_stands_in_the_answer_and_before_the_confirmation(String language, String beginning) {
        var answer = Jsoup.parse(Road.signUp("nadzeya@tut.by", "be-ru", language).asString());
        assertThat(answer.selectFirst(".notice").text()).startsWith(beginning);
        assertThat(answer.selectFirst(".notice a").attr("href")).isEqualTo("/subscribe?lang=" + language);
        var link = road.linkTo("nadzeya@tut.by");
        var page = Jsoup.parse(given().get(link).asString());
        assertThat(page.select("main .notice, main .caution, main button")).extracting(Element::className)
                .containsExactly("notice", "caution", "");
        given().post(link);
        assertThat(road.status("nadzeya@tut.by")).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void others_get_no_notice_and_json_has_one_as_well() {
        assertThat(Road.signUp("nadzeya@reader.example", "en", "en").asString()).doesNotContain("class=\"notice\"");
        assertThat(json("nadzeya@reader.example").jsonPath().getMap("$")).containsOnlyKeys("status", "message");
        assertThat(json("nadzeya@mail.ru").jsonPath().getString("notice")).startsWith("This mailbox");
    }

    private static io.restassured.response.Response json(String email) {
        return given().contentType(ContentType.JSON).body("{\"email\": \"" + email + "\", \"edition\": \"en\"}")
                .post("/api/subscriptions");
    }
}
