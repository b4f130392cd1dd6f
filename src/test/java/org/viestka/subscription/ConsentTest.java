package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.ConsentText;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

@QuarkusTest
class ConsentTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    SignIn signIn;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void the_evidence_holds_every_word_that_stood_in_the_form(String language) {
        var form = Jsoup.parse(given().get("/subscribe?lang=" + language).asString()).selectFirst("form.subscribe");
        Road.signUp(READER, "be-ru", language);
        var reader = road.find(READER);
        assertThat(reader.consentSource).isEqualTo(ConsentSource.FORM);
        assertThat(reader.consentLanguage).isEqualTo(language);
        assertThat(reader.subscribedAt).isEqualTo(clock.instant());
        assertThat(reader.confirmedAt).isNull();
        var kept = wording(reader.consentText);
        assertThat(kept.language).isEqualTo(language);
        for (var shown : form.select("h1, h1 + p, .caution strong, .caution li, .hint, button").eachText()) {
            assertThat(kept.wording).contains(shown.replaceFirst("\\.$", ""));
        }
        clock.advance(Duration.ofHours(1));
        var link = road.linkTo(READER);
        var page = Jsoup.parse(given().get(link).asString());
        given().post(link);
        reader = road.find(READER);
        assertThat(reader.confirmedAt).isEqualTo(clock.instant());
        var confirmed = wording(reader.confirmedText);
        for (var shown : page.select("main h1, main h1 + p, .caution li, main button").eachText()) {
            assertThat(confirmed.wording).contains(shown);
        }
    }

    @Test
    void a_change_of_the_text_is_a_new_version_and_takes_nothing_from_the_old_one() {
        var old = ConsentText.of("subscribe-form", "en", "The old wording");
        assertThat(ConsentText.of("subscribe-form", "en", "The new wording").version).isNotEqualTo(old.version);
        assertThat(ConsentText.of("subscribe-form", "en", "The old wording").version).isEqualTo(old.version);
        QuarkusTransaction.requiringNew().run(() -> {
            old.keep(clock.instant());
            old.keep(clock.instant().plusSeconds(60));
        });
        assertThat(wording(old.version).firstShownAt).isEqualTo(clock.instant());
    }

    @Test
    void for_a_form_of_others_only_the_page_to_confirm_is_vouched_for() {
        given().contentType(ContentType.JSON).body("{\"email\": \"" + READER + "\", \"edition\": \"en\"}")
                .post("/api/subscriptions");
        given().post(road.linkTo(READER));
        var reader = road.find(READER);
        assertThat(reader.consentSource).isEqualTo(ConsentSource.API);
        assertThat(reader.consentText).isNull();
        assertThat(reader.confirmedText).startsWith("confirm-page/");
    }

    @Test
    void who_left_and_is_asked_for_again_keeps_the_old_evidence_until_they_confirm() {
        Road.signUp(READER, "en", "en");
        given().post(road.linkTo(READER));
        var before = road.find(READER);
        given().formParam("leave", "yes").post("/unsubscribe/" + road.vault.unsubscribeToken(before.id));
        clock.advance(Duration.ofDays(100));
        Road.signUp(READER, "be-ru", "be");
        var asked = road.find(READER);
        assertThat(List.of(asked.consentText, asked.consentLanguage, asked.subscribedAt, asked.confirmedAt))
                .containsExactly(before.consentText, "en", before.subscribedAt, before.confirmedAt);
        given().post(road.linkTo(READER));
        var after = road.find(READER);
        assertThat(after.consentLanguage).isEqualTo("be");
        assertThat(after.subscribedAt).isEqualTo(clock.instant()).isEqualTo(after.confirmedAt);
        assertThat(after.askedAt).isNull();
    }

    @Test
    void an_admin_can_show_the_evidence() {
        Road.signUp(READER, "en", "en");
        given().post(road.linkTo(READER));
        signIn.asAdmin().get("/api/subscribers/" + road.find(READER).id + "/export").then().statusCode(200)
                .body("consent.source", equalTo("form")).body("consentTexts", hasSize(2))
                .body("consentTexts.language", contains("en", "en"))
                .body("consentTexts.wording",
                        contains(containsString("Yes, subscribe me"), containsString("If you are in Belarus")));
    }

    @Test
    void no_table_has_room_for_an_address_of_a_computer() throws SQLException {
        var columns = new ArrayList<String>();
        try (var connection = database.getConnection();
                var all = connection.getMetaData().getColumns(null, "public", "%", "%")) {
            while (all.next()) {
                columns.add(all.getString("COLUMN_NAME") + " " + all.getString("TYPE_NAME"));
            }
        }
        assertThat(columns).isNotEmpty()
                .noneMatch(column -> column.matches("(?i).*(\\bip\\b|_ip\\b|inet|cidr|user_?agent|client).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "be", "ru"})
    void the_warning_stands_before_the_button_and_each_advice_in_it(String language) {
        for (var path : List.of("/" + language, "/subscribe?lang=" + language)) {
            var form = Jsoup.parse(given().get(path).asString()).selectFirst("form.subscribe");
            assertThat(form.select(".caution, button")).extracting(Element::normalName).containsExactly("div", "button");
            assertThat(form.select(".caution li")).hasSize(3);
            assertThat(form.selectFirst(".caution").text()).contains("VPN", "Tor");
        }
    }

    private ConsentText wording(String version) {
        return QuarkusTransaction.requiringNew().call(() -> ConsentText.<ConsentText>findById(version));
    }
}
