package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Below a path of somebody else's host, and with the sender written as mail programs show it. */
@QuarkusTest
@TestProfile(PublicPathTest.BelowNews.class)
class PublicPathTest {

    public static class BelowNews implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("viestka.public-url", "HTTPS://Example.org:443/news/", "viestka.mirrors",
                    "https://mirror.example, http://abcdef.onion/news", "viestka.embed.origins", "https://blog.example.org",
                    "viestka.subscription.proof-of-work", "1",
                    "quarkus.mailer.from", "Viestka <weekly@news.example.org> ", "viestka.mail.reply-to",
                    "\"The desk\" <desk@news.example.org>");
        }
    }

    private static final String HOST = "https://example.org";
    private static final String SITE = HOST + "/news";
    private static final Pattern OURS = Pattern.compile(HOST + "[^\"'<>\\s\\\\):]*");
    private static final String READER = "nadzeya@reader.example";

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Road road;
    @Inject
    SignIn signIn;
    @Inject
    MailCatcher mail;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @Inject
    FormGuard guard;
    @Inject
    MovableClock clock;

    @BeforeEach
    void begin() {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
        var week = Samples.WEEK.previous();
        for (int i = 0; i < 11; i++, week = week.previous()) {
            newsroom.publish(Samples.commentary(week, Samples.ELITE, Trend.UNCHANGED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/news", ""})
    void every_link_of_every_page_lies_below_the_path_and_leads_somewhere(String front) {
        var seen = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(
                List.of("/news/", "/news", "/news/robots.txt", "/news/sitemap.xml", "/news/subscribe?lang=be",
                        "/news/embed?lang=ru", "/news/embed/snippet", "/news/en/nowhere"));
        while (!open.isEmpty()) {
            var path = open.remove();
            // Followed as a browser does, by way of a proxy that takes the path off or leaves it.
            if (seen.add(path) && seen.size() < 400) {
                links(visit(front + path.substring("/news".length())), path).filter(link -> !seen.contains(link))
                        .forEach(open::add);
            }
        }
        assertThat(seen).contains("/news/viestka.css", "/news/viestka.svg", "/news/viestka-embed.css", "/news/viestka-proof.js",
                "/news/en", "/news/be/weeks?page=1", "/news/ru/weeks?rubric=ruling-elite", "/news/en/weeks/2016-W49",
                "/news/be/safety", "/news/en/feed.atom", "/news/en/feed.json",
                "/news/en/ruling-elite/the-budget-is-adopted-in-silence").hasSizeGreaterThan(60);
    }

    private static Response visit(String path) {
        return given().urlEncodingEnabled(false).redirects().follow(false).header("Accept", "text/html,*/*")
                .get(path.isEmpty() ? "/" : path);
    }

    /** What a page leads to on our own site, as paths from the root of the host. */
    private static Stream<String> links(Response answer, String path) {
        assertThat(answer.statusCode()).as(path).isIn(path.endsWith("nowhere") ? Set.of(404) : Set.of(200, 303));
        if (answer.statusCode() == 303) {
            assertThat(answer.header("Location")).isEqualTo("/news/en");
            return Stream.of(answer.header("Location"));
        }
        var text = answer.asString();
        var whole = OURS.matcher(text).results().map(match -> match.group()).toList();
        assertThat(whole).as(path).allMatch(link -> link.equals(SITE) || link.startsWith(SITE + "/"));
        var relative = Jsoup.parse(text).select("[href], [src], [action]").stream()
                .flatMap(element -> Stream.of("href", "src", "action").map(element::attr)).filter(link -> link.startsWith("/"))
                .toList();
        assertThat(relative).as(path).allMatch(link -> link.startsWith("/news/"));
        return Stream.concat(whole.stream().filter(link -> !link.equals(SITE)).map(link -> link.substring(HOST.length())),
                relative.stream()).map(link -> link.replace("&amp;", "&").replaceFirst("#.*", ""));
    }

    @Test
    void a_reader_walks_from_the_form_to_the_mailbox_and_out_again() throws InterruptedException {
        var stamp = guard.stamp();
        clock.advance(Duration.ofSeconds(5));
        given().formParams(Map.of("email", READER, "edition", "en", "lang", "en", "stamp", stamp, "proof", proof(stamp)))
                .post("/news/subscribe").then().statusCode(200);
        var confirm = link(road.mailsTo(READER)[0], "confirm");
        links(visit(confirm), confirm).forEach(link -> assertThat(visit(link).statusCode()).isEqualTo(200));
        given().post(confirm).then().statusCode(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.ACTIVE);

        var edition = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
        var issue = mail.to(READER).get(1);
        assertThat(Road.header(issue, "From")).contains("Situation in Belarus", "<weekly@news.example.org>")
                .doesNotContain("Viestka");
        assertThat(Road.header(issue, "Reply-To")).contains("desk@news.example.org");
        assertThat(Road.header(issue, "List-Unsubscribe")).contains("<" + SITE + "/unsubscribe/");
        assertThat(OURS.matcher(Road.part(issue, 0) + Road.part(issue, 1)).results().map(match -> match.group()))
                .isNotEmpty().allMatch(link -> link.equals(SITE) || link.startsWith(SITE + "/"));
        var leave = Road.header(issue, "List-Unsubscribe").replaceAll(".*<" + HOST + "([^>]*)>.*", "$1");
        links(visit(leave), leave).forEach(link -> assertThat(link).startsWith("/news/"));
        given().formParam("List-Unsubscribe", "One-Click").post(leave).then().statusCode(200);
        assertThat(road.status(READER)).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/news/api/subscribers", "/api/subscribers", "/news//api/subscribers",
            "/news/en/../api/subscribers",
            "/news/%61pi/subscribers"})
    void nobody_gets_past_sign_in_by_the_path(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(equalTo(401));
    }

    @Test
    void the_path_is_taken_off_once() {
        given().get("/news/news/en").then().statusCode(404);
        given().get("/newsroom").then().statusCode(404);
        given().get("/news/q/health/ready").then().statusCode(200);
        given().get("/news?x=1").then().statusCode(200);
    }

    @Test
    void what_the_api_makes_is_where_it_says() {
        var made = signIn.asEditor().contentType(ContentType.JSON)
                .body(Samples.commentary(Samples.WEEK, Samples.WEST, Trend.IMPROVED)).post("/news/api/commentaries");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.header("Location")).startsWith("/news/api/commentaries/");
        signIn.asEditor().get(made.header("Location")).then().statusCode(200)
                .body("translations.en.link", startsWith(SITE + "/en/"));
        given().accept(ContentType.JSON).get("/news/q/openapi").then().statusCode(200).body("servers.url",
                equalTo(List.of("/news")));
    }

    @Test
    void an_onion_mirror_is_offered_with_the_same_page() {
        assertThat(given().get("/news/be/weeks?page=1").header("Onion-Location"))
                .isEqualTo("http://abcdef.onion/news/be/weeks?page=1");
    }

    @Test
    void links_that_have_the_path_already_keep_it() {
        assertThat(publication.link("/en/x")).isEqualTo(SITE + "/en/x");
        assertThat(publication.link("/news/en/x")).isEqualTo(SITE + "/en/x");
        assertThat(publication.link("/newsroom")).isEqualTo(SITE + "/newsroom");
    }

    private static String link(MimeMessage message, String kind) {
        return OURS.matcher(Road.part(message, 0)).results().map(match -> match.group())
                .filter(link -> link.contains("/" + kind + "/"))
                .findFirst().orElseThrow().substring(HOST.length());
    }

    private static String proof(String stamp) {
        return Stream.iterate(0, i -> i + 1).map(String::valueOf).filter(proof -> Puzzle.isSolved(stamp, READER, proof, 1))
                .findFirst().orElseThrow();
    }
}
