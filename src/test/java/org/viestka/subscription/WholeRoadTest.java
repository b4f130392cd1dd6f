package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.issue.Timetable;
import org.viestka.mailing.Mailings;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

/** Form, mailbox, confirmation, issue, one click, and nothing more. */
@QuarkusTest
class WholeRoadTest {

    private static final Instant FRIDAY = Instant.parse("2016-12-09T12:00:00Z");
    private static final Instant MONDAY = Instant.parse("2016-12-12T06:00:00Z");

    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    MailCatcher mail;
    @Inject
    Road road;
    @Inject
    Outbox outbox;
    @Inject
    Newsroom newsroom;
    @Inject
    Timetable timetable;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void a_reader_gets_what_they_asked_for_until_they_leave() throws Exception {
        clock.set(FRIDAY);
        Road.signUp("volha@example.org", "be-ru", "be").then().statusCode(200);
        Road.signUp("never-confirms@example.org", "be-ru", "be").then().statusCode(200);
        outbox.sendDue();
        var confirmation = MailCatcher.octets(mail.to("volha@example.org").get(0));
        var link = road.linkTo("volha@example.org");
        assertThat(new String(confirmation)).contains("Auto-Submitted: auto-generated");
        given().get(link).then().statusCode(200);
        given().contentType("application/x-www-form-urlencoded").post(link).then().statusCode(200);

        newsroom.publishIssue(Samples.WEEK);
        week(MONDAY);
        assertThat(mail.all()).hasSize(3);
        var issue = mail.to("volha@example.org").get(1);
        assertThat(issue.getSubject()).isEqualTo("Сітуацыя ў Беларусі: 5–11 снежня 2016");

        var header = issue.getHeader("List-Unsubscribe", null);
        var path = URI.create(header.substring(1, header.length() - 1)).getPath();
        given().get(path).then().statusCode(200);
        assertThat(Road.post(path, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").statusCode())
                .isEqualTo(200);

        newsroom.publishIssue(Samples.WEEK.next());
        week(MONDAY.plus(Duration.ofDays(7)));
        assertThat(mail.all()).hasSize(3);
    }

    private void week(Instant due) throws InterruptedException {
        clock.set(due);
        timetable.ask();
        mailings.beginDue();
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
    }
}
