package org.viestka.mailing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.util.List;

import jakarta.inject.Inject;

import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.publication.Trend;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

@QuarkusTest
class MailingApiTest {

    private static final String ISSUE = "/api/issues/" + Samples.WEEK;

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    SignIn signIn;
    @Inject
    MailCatcher mail;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void the_issue_tells_what_is_missing_for_which_edition() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
        var russian = newsroom.publish(Samples.commentary(Samples.WEEK, Samples.SECURITY, Trend.IMPROVED, "ru"));
        signIn.asEditor().get(ISSUE).then().statusCode(200)
                .body("week", equalTo("2016-W49"))
                .body("commentaries.size()", equalTo(2))
                .body("editions.edition", contains("en", "be-ru"))
                .body("editions[0].complete", equalTo(false))
                .body("editions[0].missing.commentary", contains(russian.id.toString()))
                .body("editions[0].missing[0].languages", contains("en"))
                .body("editions[0].mailing", nullValue())
                .body("editions[1].complete", equalTo(true))
                .body("editions[1].missing", empty())
                .body("dueAt", equalTo("2016-12-12T06:00:00Z"));
    }

    @Test
    void an_editor_assembles_looks_and_proofs_and_an_admin_sends() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        signIn.asEditor().post(ISSUE + "/editions/be-ru/assemble").then().statusCode(200).body("state", equalTo("assembled"))
                .body("subject", startsWith("Сітуацыя ў Беларусі: "));
        var html = signIn.asEditor().get(ISSUE + "/editions/be-ru/preview").then().statusCode(200).extract().asString();
        assertThat(Jsoup.parse(html).select("td[lang=be] h2")).hasSize(5);
        signIn.asEditor().get(ISSUE + "/editions/be-ru/preview?format=text&language=ru").then().statusCode(200)
                .body(startsWith("Ситуация в Беларуси\n"));
        var eml = signIn.asEditor().get(ISSUE + "/editions/be-ru/preview?format=eml").then().statusCode(200)
                .contentType("message/rfc822").extract().asByteArray();
        var message = new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(eml));
        assertThat(((Multipart) message.getBody()).getBodyParts()).hasSize(2);
        signIn.asEditor().contentType(ContentType.JSON).body("{\"to\": [\"editor@example.org\"]}")
                .post(ISSUE + "/editions/be-ru/proof").then().statusCode(204);
        assertThat(mail.to("editor@example.org")).hasSize(2);
        assertThat(mail.all().get(0).getSubject()).startsWith("[Праба] Сітуацыя ў Беларусі");
        signIn.asEditor().post(ISSUE + "/editions/be-ru/send").then().statusCode(403);
        signIn.asAdmin().post(ISSUE + "/editions/be-ru/send").then().statusCode(200).body("state", equalTo("sending"));
        signIn.asAdmin().post(ISSUE + "/editions/be-ru/send").then().statusCode(200).body("state", equalTo("sending"));
        signIn.asEditor().post(ISSUE + "/editions/be-ru/assemble").then().statusCode(409)
                .body("detail", containsString("sending"));
    }

    @Test
    void the_subject_shown_is_the_one_that_most_readers_see() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
        for (var edition : List.of("en", "be-ru")) {
            signIn.asEditor().post(ISSUE + "/editions/" + edition + "/assemble").then().statusCode(200);
        }
        for (var state : List.of("hold", "send", "pause")) {
            signIn.asAdmin().post(ISSUE + "/editions/en/" + state).then().statusCode(200)
                    .body("subject", startsWith("Situation in Belarus: "));
        }
        signIn.asEditor().get(ISSUE).then()
                .body("editions.mailing.subject",
                        contains(startsWith("Situation in Belarus: "), startsWith("Сітуацыя ў Беларусі: ")))
                .body("commentaries[0].languages", contains("en", "be", "ru"));
        signIn.asEditor().get("/api/issues").then().body("items[0].editions.mailing.subject",
                contains(startsWith("Situation in Belarus: "), startsWith("Сітуацыя ў Беларусі: ")));
    }

    @Test
    void what_is_assembled_is_frozen_until_it_is_assembled_again() {
        var commentary = newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(200);
        newsroom.withdraw(commentary);
        newsroom.publish(Samples.english(Samples.WEEK, "A later title", "A later summary.", "A later body."));
        signIn.asEditor().get(ISSUE + "/editions/en/preview").then().body(not(containsString("A later title")));
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(200);
        signIn.asEditor().get(ISSUE + "/editions/en/preview").then().body(containsString("A later title"));
    }

    @Test
    void text_that_people_wrote_is_neither_markup_nor_a_template() {
        newsroom.publish(Samples.english(Samples.WEEK, "<script>alert(1)</script> {inject:vault}", "{config:secret} & more",
                "<script>alert(2)</script>\n\n[link](javascript:alert(3)) {inject:vault} <img src=https://example.org/p.png>"));
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(200);
        var html = Jsoup.parse(signIn.asEditor().get(ISSUE + "/editions/en/preview").asString());
        assertThat(html.select("script, img, [src], [href^=javascript]")).isEmpty();
        assertThat(html.select("h2").text()).isEqualTo("<script>alert(1)</script> {inject:vault}");
        var text = signIn.asEditor().get(ISSUE + "/editions/en/preview?format=text").asString();
        assertThat(text).contains("<script>alert(1)</script> {inject:vault}", "{config:secret} & more").doesNotContain("&amp;");
    }

    @ParameterizedTest
    @CsvSource({"send", "hold", "pause", "resume", "cancel"})
    void nothing_can_be_done_before_it_is_assembled(String step) {
        newsroom.publishIssue(Samples.WEEK);
        signIn.asAdmin().header("Accept-Language", "ru").post(ISSUE + "/editions/en/" + step).then().statusCode(404)
                .contentType("application/problem+json").body("detail", containsString("не собрана"));
    }

    @Test
    void states_allow_what_they_allow() {
        newsroom.publishIssue(Samples.WEEK);
        var en = ISSUE + "/editions/en/";
        signIn.asAdmin().post(en + "assemble").then().statusCode(200);
        signIn.asAdmin().post(en + "pause").then().statusCode(409);
        signIn.asAdmin().post(en + "hold").then().statusCode(200).body("state", equalTo("held"));
        signIn.asAdmin().post(en + "send").then().statusCode(200);
        signIn.asAdmin().post(en + "hold").then().statusCode(409);
        signIn.asAdmin().post(en + "pause").then().statusCode(200).body("state", equalTo("paused"));
        signIn.asAdmin().post(en + "pause").then().statusCode(200);
        signIn.asAdmin().post(en + "send").then().statusCode(409);
        signIn.asAdmin().post(en + "resume").then().statusCode(200).body("state", equalTo("sending"));
        signIn.asAdmin().post(en + "cancel").then().statusCode(200).body("state", equalTo("cancelled"));
        signIn.asAdmin().post(en + "cancel").then().statusCode(200);
        signIn.asAdmin().post(en + "resume").then().statusCode(409);
    }

    @Test
    void an_issue_with_nothing_in_it_cannot_be_assembled() {
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(409);
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.SECURITY, Trend.IMPROVED, "ru"));
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({"/api/issues/2016-W54, 400", "/api/issues/yesterday, 400", "/api/issues/2016-W49/editions/uk/progress, 404",
            "/api/issues/2016-W49/editions/en/preview?format=pdf, 404", "/api/issues?size=201, 400",
            "/api/issues?page=-1, 400"})
    void what_does_not_exist_is_told(String path, int status) {
        signIn.asEditor().get(path).then().statusCode(status).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"to\": []}", "{}", "{\"to\": [\"a@b\\r\\nBcc: x@y.org\"]}",
            "{\"to\": [\"nobody\"]}",
            "{\"unknown\": 1}"})
    void a_proof_goes_to_addresses_only(String body) {
        newsroom.publishIssue(Samples.WEEK);
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(200);
        signIn.asEditor().contentType(ContentType.JSON).body(body).post(ISSUE + "/editions/en/proof").then().statusCode(400)
                .contentType("application/problem+json");
        assertThat(mail.all()).isEmpty();
    }

    @Test
    void the_mail_in_a_browser_has_nothing_personal_and_is_there_only_once_it_is_sent() {
        newsroom.publishIssue(Samples.WEEK);
        signIn.asEditor().post(ISSUE + "/editions/en/assemble").then().statusCode(200);
        given().get("/mailings/2016-W49/en").then().statusCode(404);
        signIn.asAdmin().post(ISSUE + "/editions/en/send").then().statusCode(200);
        given().get("/mailings/2016-W49/en").then().statusCode(200).contentType("text/html")
                .body(not(containsString("/unsubscribe/"))).body(not(containsString("\uE000")))
                .header("Content-Security-Policy", not(containsString("unsafe-inline")))
                .header("Content-Security-Policy", containsString("style-src 'unsafe-hashes' 'sha256-"));
    }
}
