package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;
import org.viestka.vault.LinkPurpose;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
class OwnDataTest {

    private static final String READER = "nadzeya@reader.example";

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    Newsroom newsroom;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @Inject
    AgroalDataSource database;

    private UUID reader;
    private String token;

    @BeforeEach
    void subscribe() {
        slate.wipe();
        Road.signUp(READER, "be-ru", "be");
        given().post(road.linkTo(READER));
        reader = road.find(READER).id;
        token = road.vault.unsubscribeToken(reader);
    }

    @Test
    void the_settings_lead_by_way_of_the_mailbox_to_all_that_is_held() throws Exception {
        given().formParam("token", token).formParam("lang", "be").post("/preferences/link");
        var settings = Jsoup.parse(given().get(road.linkTo(READER)).asString());
        var form = settings.selectFirst("form[action=/own-data/link]");
        given().formParams(Map.of("token", form.selectFirst("[name=token]").val(), "lang", "be")).post("/own-data/link").then()
                .statusCode(200);
        var mails = road.mailsTo(READER);
        assertThat(mails[mails.length - 1].getSubject()).isEqualTo("Вашы даныя");
        var link = road.linkTo(READER);
        assertThat(link).startsWith("/own-data/");
        var page = given().get(link);
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(Jsoup.parse(page.asString()).select("main button").eachText()).containsExactly("Спампаваць мае даныя",
                "Выдаліць мае даныя");
        var data = given().formParam("act", "export").post(link);
        assertThat(data.contentType()).startsWith("application/json");
        assertThat(data.header("Content-Disposition")).startsWith("attachment");
        assertThat(data.header("Cache-Control")).isEqualTo("no-store");
        assertThat(data.jsonPath().getString("email")).isEqualTo(READER);
        assertThat(data.jsonPath().getList("consentTexts")).hasSize(2);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void who_does_not_forbid_it_leaves_nothing_behind_and_can_come_back() throws Exception {
        everythingAboutTheReader();
        assertThat(traces()).isNotEmpty();
        var page = Jsoup.parse(given().formParam("act", "erase").post(link()).asString());
        assertThat(page.selectFirst("h1").text()).isEqualTo("Вашы даныя выдаленыя");
        assertThat(traces()).isEmpty();
        assertThat(count("SELECT count(*) FROM suppression")).isZero();
        assertThat(count("SELECT count(*) FROM delivery WHERE state = 'sent'")).isEqualTo(1);
        Road.signUp(READER, "en", "en");
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.PENDING);
    }

    @Test
    void who_forbids_it_leaves_a_keyed_hash_and_no_way_back() throws Exception {
        everythingAboutTheReader();
        var link = link();
        given().formParam("act", "erase").formParam("never", "yes").post(link).then().statusCode(200);
        assertThat(traces()).containsExactly("suppression");
        clock.advance(Duration.ofDays(7));
        Road.signUp(READER, "en", "en");
        assertThat(road.find(READER)).isNull();
        assertThat(road.mailsTo(READER)).allMatch(mail -> !Road.header(mail, "Subject").contains("confirm"));
        given().formParam("act", "erase").post(link).then().statusCode(404);
    }

    @Test
    void a_link_works_for_an_hour_and_looking_changes_nothing() {
        var link = link();
        int version = road.find(READER).version;
        for (int visit = 0; visit < 20; visit++) {
            given().get(link).then().statusCode(200);
        }
        assertThat(road.find(READER).version).isEqualTo(version);
        clock.advance(Duration.ofHours(1));
        given().get(link).then().statusCode(404);
        given().formParam("act", "erase").post(link).then().statusCode(404);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONFIRM", "PREFERENCES", "FORM", "ASKED_AGAIN", "UNSUBSCRIBE"})
    void a_token_for_anything_else_exports_and_erases_nothing(LinkPurpose purpose) {
        var foreign = purpose == LinkPurpose.UNSUBSCRIBE ? token : road.vault.token(purpose, reader, clock.instant());
        for (var act : List.of("export", "erase")) {
            var answer = given().formParam("act", act).post("/own-data/" + foreign);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.asString()).doesNotContain(READER);
        }
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void whoever_asks_for_a_link_learns_nothing_and_can_annoy_nobody() {
        int before = road.mailsTo(READER).length;
        var first = whole(ask(token));
        assertThat(whole(ask(token))).isEqualTo(first);
        assertThat(whole(ask("unknown"))).isEqualTo(first);
        assertThat(road.mailsTo(READER)).hasSize(before + 1);
        clock.advance(Duration.ofHours(1));
        assertThat(whole(ask(token))).isEqualTo(first);
        assertThat(road.mailsTo(READER)).hasSize(before + 2);
    }

    @Test
    void who_has_left_is_offered_it_too() {
        var left = Jsoup.parse(given().formParam("leave", "yes").post("/unsubscribe/" + token).asString());
        ask(left.selectFirst("form[action=/own-data/link] [name=token]").val());
        given().formParam("act", "erase").post(road.linkTo(READER)).then().statusCode(200);
        assertThat(road.find(READER)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "COMPLAINED"})
    void nobody_else_is_mailed(SubscriberStatus status) {
        var other = road.subscribed("other@reader.example", "en", "en", status);
        ask(road.vault.unsubscribeToken(other.id));
        assertThat(road.mailsTo("other@reader.example")).isEmpty();
        given().get("/own-data/" + road.vault.token(LinkPurpose.OWN_DATA, other.id, clock.instant())).then().statusCode(404);
    }

    /** A delivery, and a mail and a sign-up that wait. */
    private void everythingAboutTheReader() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        var edition = publication.edition("be-ru").orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        delivery.deliverDue(Duration.ofSeconds(20));
        given().formParam("token", token).post("/preferences/link");
        Road.signUp(READER, "en", "en");
    }

    /** Tables in which the reader's id, sealed address or keyed hash can be found. */
    private List<String> traces() throws SQLException {
        var hex = HexFormat.of();
        var marks = List.of(reader.toString(), hex.formatHex(road.vault.sealFolded(READER)),
                hex.formatHex(road.vault.seal(READER)), hex.formatHex(road.vault.suppressionHash(READER)));
        var found = new ArrayList<String>();
        for (var table : List.of("subscriber", "outbox", "sign_up", "confirmation_count", "delivery", "audit_entry",
                "sign_up_count", "suppression", "subscriber_import_error", "subscriber_import_seen")) {
            for (var mark : marks) {
                if (count("SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%" + mark + "%'") > 0
                        && !found.contains(table)) {
                    found.add(table);
                }
            }
        }
        return found;
    }

    private int count(String query) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private String link() {
        return "/own-data/" + road.vault.token(LinkPurpose.OWN_DATA, reader, clock.instant());
    }

    private static Response ask(String token) {
        return given().formParam("token", token).formParam("lang", "be").post("/own-data/link");
    }

    private static String whole(Response answer) {
        return answer.statusCode() + "\n" + answer.headers() + "\n" + answer.asString();
    }
}
