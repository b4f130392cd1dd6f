package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.Delivery;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(MirrorsTest.Mirrored.class)
class MirrorsTest {

    public static class Mirrored implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("viestka.mirrors", "https://mirror.example.net/,http://vestkaonionaddress.onion");
        }
    }

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
    Delivery delivery;
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
}
