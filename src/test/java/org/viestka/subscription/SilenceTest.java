package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.inject.Inject;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.Lists;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Reports;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.support.Traces;
import org.viestka.vault.LinkPurpose;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** A whole road with everything logged that can be. */
@QuarkusTest
@TestProfile(SilenceTest.Talkative.class)
class SilenceTest {

    /** An operator who looks for a fault. */
    public static class Talkative implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // What is logged below comes to the test; whoever builds has no use for it.
            return Map.of("quarkus.http.access-log.enabled", "true", "quarkus.log.console.level", "INFO");
        }
    }

    private static final String DOMAIN = "whispering.example";
    private static final String READER = "Nadzeya.Whispers@" + DOMAIN;
    private static final String GONE = "uladzimir.whispers@" + DOMAIN;

    /** What the tests themselves bring: the catcher of mail and the client of HTTP. */
    private static final List<String> OF_TESTS = List.of("com.icegreen.", "org.apache.http.", "io.restassured.",
            "jdk.internal.httpclient", "sun.net.www.protocol.http");

    @Inject
    Slate slate;
    @Inject
    Road road;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    Newsroom newsroom;
    @Inject
    Publication publication;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    MailCatcher mail;
    @Inject
    MovableClock clock;

    private final Log log = new Log();
    private final Logger root = Logger.getLogger("");
    // By a setting it would begin with the build of the application, and fill the console.
    private final Logger quarkus = Logger.getLogger("io.quarkus");
    private Level before;
    private Level quarkusBefore;

    @BeforeEach
    void listen() {
        slate.wipe();
        before = root.getLevel();
        root.setLevel(Level.ALL);
        quarkusBefore = quarkus.getLevel();
        quarkus.setLevel(Level.FINE);
        root.addHandler(log);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(log);
        root.setLevel(before);
        quarkus.setLevel(quarkusBefore);
        mail.refuse(false);
    }

    @Test
    void no_address_and_no_token_is_in_any_log_or_metric() throws Exception {
        var traces = new Traces().ofAddress(READER).ofAddress(GONE).of(DOMAIN);
        Road.signUp(READER, "en", "en").then().statusCode(200);
        Road.signUp(READER, "en", "en").then().statusCode(200);
        Road.signUp("not an address@" + DOMAIN, "en", "en").then().statusCode(400);
        json("{\"email\": \"" + GONE + "\", \"edition\": \"en\"}", 202);
        json("{\"email\": \"" + GONE + "\", \"edition\": }", 400);
        json("{\"email\": \"" + GONE + "\", \"unknown\": 1}", 400);
        mail.refuse(true);
        road.sendAll();
        mail.refuse(false);
        for (var email : List.of(READER, GONE)) {
            var link = road.linkTo(email.equals(READER) ? "Nadzeya.Whispers@" + DOMAIN : GONE);
            visit(traces, link);
            form().post(link).then().statusCode(200);
        }
        var reader = road.find(READER);
        var unsubscribe = "/unsubscribe/" + road.vault.unsubscribeToken(reader.id);
        visit(traces, unsubscribe);
        form().formParam("token", road.vault.unsubscribeToken(reader.id)).post("/preferences/link").then().statusCode(200);
        var preferences = road.linkTo(READER);
        visit(traces, preferences);
        form().formParam("act", "pause").post(preferences).then().statusCode(200);
        form().formParam("act", "resume").post(preferences).then().statusCode(200);
        visit(traces, "/preferences/" + road.vault.token(LinkPurpose.OWN_DATA, reader.id, clock.instant()));

        newsroom.publishIssue(Samples.WEEK);
        var edition = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        mail.refuse(true);
        delivery.deliverDue(Duration.ofSeconds(20));
        mail.refuse(false);
        clock.advance(Duration.ofHours(1));
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
        var header = mail.to(READER).get(mail.to(READER).size() - 1).getHeader("List-Unsubscribe", null);
        var oneClick = URI.create(header.substring(1, header.indexOf('>'))).getPath();
        traces.of(oneClick.substring("/unsubscribe/".length()));
        var toGone = mail.to(GONE).get(mail.to(GONE).size() - 1);
        traces.of(toGone.getHeader("Return-Path", null).replaceAll("<b\\+|@.*", ""));
        report(Reports.failure(toGone, "5.1.1", "550 5.1.1 <" + GONE + ">: user unknown")).body("effect", equalTo("counted"));
        report(Reports.complaint(toGone, "abuse")).body("effect", equalTo("complained"));
        report("To: " + GONE).body("kind", equalTo("not-a-bounce"));
        assertThat(Road.post(oneClick, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").statusCode())
                .isEqualTo(200);

        signIn.asAdmin().get("/api/subscribers?q=" + READER).then().statusCode(200);
        signIn.asAdmin().get("/api/suppressions?address=" + GONE).then().statusCode(200);
        lists.take("", "email,edition\n" + GONE + ",en\nx@@" + DOMAIN + ",en\n");
        signIn.asAdmin().contentType("application/json").body("{\"email\": \"" + READER + "\", \"edition\": \"en\"}")
                .post("/api/subscribers").then().statusCode(409);
        signIn.asAdmin().get("/api/subscribers/export").then().statusCode(200);
        signIn.asAdmin().delete("/api/subscribers/" + road.find(GONE).id).then().statusCode(204);
        signIn.asAdmin().get("/api/subscribers/" + READER).then().statusCode(404);
        given().get("/" + READER).then().statusCode(404);

        assertThat(log.text()).as("the log is one").contains("org.hibernate.SQL", "DEBUG", "/subscribe");
        assertThat(log.linesWith(traces)).isEmpty();
        assertThat(traces.findIn(given().get("/q/metrics").asString())).isEmpty();
    }

    private static void visit(Traces traces, String link) {
        traces.of(link.substring(link.lastIndexOf('/') + 1));
        given().get(link);
        given().head(link);
        given().get(link + "x").then().statusCode(404);
        given().contentType("text/plain").body("x").put(link).then().statusCode(405);
    }

    private ValidatableResponse report(String message) {
        return signIn.asAdmin().contentType("message/rfc822").body(message.getBytes()).post("/api/bounces").then()
                .statusCode(200);
    }

    private static RequestSpecification form() {
        return given().contentType("application/x-www-form-urlencoded");
    }

    private static void json(String body, int status) {
        given().contentType("application/json").body(body).post("/api/subscriptions").then().statusCode(status);
    }

    /** Everything that anybody logs: message, thread, context and failure. */
    private static final class Log extends Handler {

        private final PatternFormatter format = new PatternFormatter("%c %p %t %X %s %e");
        private final StringBuffer lines = new StringBuffer();

        @Override
        public void publish(LogRecord entry) {
            var logger = String.valueOf(entry.getLoggerName());
            if (OF_TESTS.stream().anyMatch(logger::startsWith)) {
                return;
            }
            lines.append(format.format(ExtLogRecord.wrap(entry)).replace('\n', ' ')).append('\n');
        }

        String text() {
            return lines.toString();
        }

        List<String> linesWith(Traces traces) {
            return lines.toString().lines().flatMap(line -> traces.findIn(line)
                    .map(trace -> trace + ": " + line.substring(0, Math.min(400, line.length()))).stream()).toList();
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            flush();
        }
    }
}
