package org.viestka.mailing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.issue.Timetable;
import org.viestka.publication.Publication;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class TimetableAliveTest {

    /** 09:00 in Minsk on the Monday after the reference week. */
    private static final Instant DUE = Instant.parse("2016-12-12T06:00:00Z");

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Timetable timetable;
    @Inject
    Mailings mailings;
    @Inject
    Publication publication;
    @Inject
    MovableClock clock;

    @BeforeEach
    void begin() {
        slate.wipe();
        clock.set(DUE);
    }

    @Test
    void where_nothing_was_published_nothing_is_amiss() {
        expect("UP", "2016-W48");
        clock.advance(Duration.ofHours(1));
        expect("UP", "2016-W49");
    }

    @Test
    void a_week_that_is_due_and_that_nobody_decides_about_is_amiss() {
        newsroom.publishIssue(Samples.WEEK);
        expect("UP", "2016-W48");
        clock.advance(Duration.ofMinutes(5));
        expect("DOWN", "2016-W49");
        timetable.ask();
        expect("UP", "2016-W49");
        clock.advance(Duration.ofMinutes(5));
        expect("DOWN", "2016-W49");
        mailings.beginDue();
        expect("UP", "2016-W49");
    }

    @Test
    void a_missed_week_is_amiss_until_somebody_sends_it() {
        newsroom.publishIssue(Samples.WEEK);
        clock.advance(Duration.ofDays(2));
        timetable.ask();
        expect("DOWN", "2016-W49");
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, en);
        expect("DOWN", "2016-W49");
        mailings.send(Samples.WEEK, en);
        expect("UP", "2016-W49");
    }

    private static void expect(String status, String week) {
        given().get("/q/health/well").then()
                .body("checks.find { it.name == 'timetable alive' }.status", equalTo(status))
                .body("checks.find { it.name == 'timetable alive' }.data.week", equalTo(week));
    }
}
