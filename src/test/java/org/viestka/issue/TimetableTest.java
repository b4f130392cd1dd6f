package org.viestka.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.issue.IssueDecision.Decision;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class TimetableTest {

    /** Monday 09:00 in Minsk, after the reference week. */
    private static final Instant DUE = Instant.parse("2016-12-12T06:00:00Z");

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    MovableClock clock;
    @Inject
    SignIn signIn;
    @Inject
    Timetable timetable;
    @Inject
    Mailings mailings;
    @Inject
    Publication publication;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void before_its_time_nothing_begins() {
        newsroom.publishIssue(Samples.WEEK);
        ask(DUE.minusSeconds(1));
        assertThat(decision(Samples.WEEK)).isNull();
        assertThat(state("en")).isNull();
    }

    @Test
    void at_its_time_the_mailing_of_every_edition_begins() {
        newsroom.publishIssue(Samples.WEEK);
        ask(DUE);
        assertThat(decision(Samples.WEEK)).isEqualTo(Decision.DUE);
        assertThat(state("en")).isEqualTo(MailingState.SENDING);
        assertThat(state("be-ru")).isEqualTo(MailingState.SENDING);
    }

    @Test
    void a_missed_time_is_caught_up_within_the_window() {
        newsroom.publishIssue(Samples.WEEK);
        ask(DUE.plus(Duration.ofHours(24)));
        assertThat(state("en")).isEqualTo(MailingState.SENDING);
    }

    @Test
    void beyond_the_window_the_week_is_reported_as_missed_and_left_to_an_editor() {
        newsroom.publishIssue(Samples.WEEK);
        ask(DUE.plus(Duration.ofHours(24)).plusSeconds(1));
        assertThat(decision(Samples.WEEK)).isEqualTo(Decision.MISSED);
        assertThat(state("en")).isNull();
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        assertThat(state("en")).isEqualTo(MailingState.SENDING);
    }

    @Test
    void an_empty_week_is_skipped_for_good() {
        ask(DUE);
        assertThat(decision(Samples.WEEK)).isEqualTo(Decision.SKIPPED);
        newsroom.publishIssue(Samples.WEEK);
        ask(DUE.plusSeconds(60));
        assertThat(decision(Samples.WEEK)).isEqualTo(Decision.SKIPPED);
        assertThat(state("en")).isNull();
    }

    @Test
    void a_fresh_installation_reports_no_week_it_never_had() {
        ask(DUE.plus(Duration.ofDays(3)));
        assertThat(decision(Samples.WEEK)).isNull();
    }

    @Test
    void an_incomplete_edition_is_held_and_the_complete_one_begins() {
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.WORSENED));
        newsroom.publish(Samples.commentary(Samples.WEEK, Samples.SECURITY, Trend.WORSENED, "ru"));
        ask(DUE);
        assertThat(state("be-ru")).isEqualTo(MailingState.SENDING);
        assertThat(state("en")).isEqualTo(MailingState.HELD);
        assertThat(mailing("en").reason).startsWith("Translations are missing: ");
    }

    @Test
    void an_edition_that_there_is_nothing_for_keeps_no_other_from_going_out() {
        newsroom.publish(Samples.english(Samples.WEEK, "Only in English", "A summary", "A text"));
        ask(DUE);
        assertThat(state("en")).isEqualTo(MailingState.SENDING);
        assertThat(state("be-ru")).isNull();
        assertThat(isBegun(Samples.WEEK)).isTrue();
        ask(DUE.plusSeconds(60));
        assertThat(mailing("en").startedAt).isEqualTo(DUE);
    }

    @Test
    void in_a_restored_database_no_week_is_decided_about_and_none_begins_before_an_admin_has_looked() {
        newsroom.publishIssue(Samples.WEEK);
        slate.moveDatabase();
        ask(DUE);
        assertThat(decision(Samples.WEEK)).isNull();
        confirmRestore();
        timetable.ask();
        assertThat(decision(Samples.WEEK)).isEqualTo(Decision.DUE);
        slate.moveDatabase();
        mailings.beginDue();
        assertThat(state("en")).isNull();
        confirmRestore();
        mailings.beginDue();
        assertThat(state("en")).isEqualTo(MailingState.SENDING);
    }

    private void confirmRestore() {
        signIn.asAdmin().post("/api/restore/confirm").then().statusCode(200);
    }

    @Test
    void a_week_begins_once_however_often_and_by_how_many_it_is_asked() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        clock.set(DUE);
        var nodes = Executors.newFixedThreadPool(8);
        try {
            Callable<Void> node = () -> {
                timetable.ask();
                mailings.beginDue();
                return null;
            };
            for (var result : nodes.invokeAll(Stream.generate(() -> node).limit(32).toList())) {
                result.get();
            }
        } finally {
            nodes.shutdown();
        }
        assertThat(QuarkusTransaction.requiringNew().call(() -> IssueDecision.count())).isEqualTo(1);
        assertThat(QuarkusTransaction.requiringNew().call(() -> Mailing.count())).isEqualTo(2);
        assertThat(mailing("en").startedAt).isEqualTo(DUE);
    }

    @Test
    void a_mailing_that_an_editor_holds_stays_held() {
        newsroom.publishIssue(Samples.WEEK);
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, en);
        mailings.hold(Samples.WEEK, en);
        ask(DUE);
        assertThat(state("en")).isEqualTo(MailingState.HELD);
        assertThat(state("be-ru")).isEqualTo(MailingState.SENDING);
    }

    private void ask(Instant now) {
        clock.set(now);
        timetable.ask();
        mailings.beginDue();
    }

    private boolean isBegun(Week week) {
        return QuarkusTransaction.requiringNew()
                .call(() -> IssueDecision.find(week).map(decision -> decision.begunAt != null).orElse(false));
    }

    private Decision decision(Week week) {
        return QuarkusTransaction.requiringNew().call(() -> {
            return IssueDecision.find(week).map(decision -> decision.decision).orElse(null);
        });
    }

    private Mailing mailing(String edition) {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(Samples.WEEK, edition).orElse(null));
    }

    private MailingState state(String edition) {
        var mailing = mailing(edition);
        return mailing == null ? null : mailing.state;
    }
}
