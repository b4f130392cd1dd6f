package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;
import org.viestka.support.WellConnected;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(WellConnected.class)
class MirrorsTest {

    private static final List<String> MIRRORS = List.of("https://mirror.example.net", "http://vestkaonionaddress.onion");
    private static final Pattern AT_MIRROR = Pattern
            .compile("(https://mirror\\.example\\.net|http://[a-z]+\\.onion)[^\\s\"<]*");

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MailCatcher mail;
    @Inject
    Newsroom newsroom;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void pages_say_where_else_the_site_is() {
        var page = Jsoup.parse(given().get("/be").asString());
        assertThat(page.select("footer .mirrors a").eachAttr("href"))
                .containsExactly("https://mirror.example.net/be", "http://vestkaonionaddress.onion/be");
    }

    @Test
    void tor_browser_is_told_where_the_same_page_is_behind_an_onion_address() {
        newsroom.publishIssue(Samples.WEEK);
        given().get("/be/weeks?rubric=ruling-elite").then().header("Onion-Location",
                "http://vestkaonionaddress.onion/be/weeks?rubric=ruling-elite");
        for (var path : List.of("/be/nowhere", "/be/feed.atom", "/api/openapi")) {
            assertThat(given().get(path).headers().hasHeaderWithName("Onion-Location")).as(path).isFalse();
        }
    }

    @Test
    void every_mail_lists_the_mirrors_with_nothing_personal_in_them_and_its_own_links_lead_home() throws Exception {
        Road.signUp("nadzeya@reader.example", "be-ru", "be");
        given().post(road.linkTo("nadzeya@reader.example"));
        newsroom.publishIssue(Samples.WEEK);
        var edition = publication.edition("be-ru").orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        delivery.deliverDue(Duration.ofSeconds(20));
        assertThat(mail.all()).hasSize(2);
        for (MimeMessage message : mail.all()) {
            for (int part = 0; part < 2; part++) {
                var text = Road.part(message, part);
                assertThat(AT_MIRROR.matcher(text).results().map(found -> found.group()).distinct())
                        .containsExactlyElementsOf(MIRRORS);
                assertThat(text).contains("http://localhost:8080/");
            }
        }
    }

    @Test
    void a_link_works_at_any_of_its_hosts_and_the_page_stays_there() {
        var reader = road.subscribed("nadzeya@reader.example", "en", "en", SubscriberStatus.ACTIVE);
        var path = "/unsubscribe/" + road.vault.unsubscribeToken(reader.id);
        var page = Jsoup.parse(given().header("Host", "mirror.example.net").get(path).asString());
        assertThat(page.select("form[action^=http], a[href*=localhost]")).isEmpty();
        given().header("Host", "vestkaonionaddress.onion").formParam("leave", "yes").post(path).then().statusCode(200);
        assertThat(road.status("nadzeya@reader.example")).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @Test
    void the_form_may_be_framed_where_the_operator_says_and_nothing_else_anywhere() {
        given().get("/embed?lang=ru").then().statusCode(200).header("Content-Language", "ru")
                .header("Content-Security-Policy",
                        endsWith("frame-ancestors https://news.example.org " + WellConnected.NEWSPAPER))
                .header("X-Frame-Options", nullValue()).header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer").header("Set-Cookie", nullValue());
        given().get("/embed/").then().statusCode(200).header("Content-Security-Policy", endsWith(WellConnected.NEWSPAPER));
        given().get("/subscribe").then().header("Content-Security-Policy", endsWith("frame-ancestors 'none'"));
        var answer = given().formParam("email", "nobody").formParam("edition", "en").post("/embed")
                .then().statusCode(400).header("Content-Security-Policy", endsWith(WellConnected.NEWSPAPER)).extract();
        assertThat(answer.body().asByteArray().length + given().get("/viestka-embed.css").body().asByteArray().length)
                .isLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource({"https://news.example.org, cross-site, 200", "http://newspaper.example, cross-site, 200",
            "http://newspaper.example:81, cross-site, 403", "https://newspaper.example, cross-site, 403",
            "https://copycat.example, cross-site, 403", "https://mirror.example.net, same-origin, 200",
            "http://vestkaonionaddress.onion, , 200", "null, same-origin, 200", "null, none, 200", "null, , 200",
            "null, cross-site, 403", ", , 200", ", cross-site, 200",
            "https://news.example.org.copycat.example, cross-site, 403",
            "https://news.example.org@copycat.example, cross-site, 403"})
    void a_form_comes_from_where_it_may(String origin, String site, int status) {
        var request = given().formParam("email", "reader@reader.example").formParam("edition", "en");
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }
        request.post("/subscribe").then().statusCode(status).contentType(startsWith("text/html"));
    }
}
