package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Reports;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class BounceTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    MailCatcher mail;
    @Inject
    MovableClock clock;
    @Inject
    Publication publication;

    private UUID reader;

    @BeforeEach
    void begin() {
        slate.wipe();
        reader = readers.subscribe("gone@example.org", "en");
    }

    @Test
    void no_such_mailbox_twice_in_a_row_marks_the_reader() throws Exception {
        report(Reports.failure(send(Samples.WEEK), "5.1.1", "550 5.1.1 User unknown")).body("kind", equalTo("hard"))
                .body("status", equalTo("5.1.1")).body("effect", equalTo("counted"));
        assertThat(status()).isEqualTo("active");

        report(Reports.failure(send(Samples.WEEK.next()), "5.1.1", "550 5.1.1 User unknown")).body("effect",
                equalTo("bounced"));
        assertThat(status()).isEqualTo("bounced");
        assertThat(movements()).contains("bounced");
    }

    @Test
    void a_reader_who_was_marked_by_reports_tells_by_whom_and_comes_back_by_that() throws Exception {
        report(Reports.failure(send(Samples.WEEK), "5.1.1", "550 5.1.1 User unknown"));
        report(Reports.failure(send(Samples.WEEK.next()), "5.1.1", "550 <gone@example.org>: user gone unknown"));
        signIn.asAdmin().get("/api/subscribers/" + reader).then().body("status", equalTo("bounced"))
                .body("bouncedRelay", equalTo("relay.example.org"))
                .body("bouncedReply", equalTo("5.1.1 550 <…>: user <…> unknown"));
        signIn.asAdmin().contentType("application/json")
                .body(Map.of("from", clock.instant().minus(Duration.ofDays(1)).toString(), "until",
                        clock.instant().plus(Duration.ofDays(1)).toString(), "relay", "relay.example.org", "reply", "5.1.1",
                        "reason", "It knew no mailbox for an hour"))
                .post("/api/subscribers/reinstatements").then().statusCode(200).body("reinstated", equalTo(1));
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void the_same_report_counts_once_and_an_issue_that_arrives_starts_anew() throws Exception {
        var first = Reports.failure(send(Samples.WEEK), "5.1.1", "550 5.1.1 User unknown");
        report(first).body("effect", equalTo("counted"));
        report(first).body("effect", equalTo("counted"));
        send(Samples.WEEK.next());
        send(Samples.WEEK.next().next());

        report(Reports.failure(send(Samples.WEEK.next().next().next()), "5.1.1", "550 5.1.1 User unknown")).body("effect",
                equalTo("counted"));
        assertThat(status()).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.2 452 4.2.2 Mailbox full", "5.7.1 550 5.7.1 Blocked by policy", "5.2.2 552 5.2.2 Over quota",
            "5.1.1 550 5.1.1 Message looks like spam", "5.0.0 554 Rejected"})
    void another_reason_says_nothing_of_the_address(String reply) throws Exception {
        report(Reports.failure(send(Samples.WEEK), reply.substring(0, 5), reply.substring(6))).body("kind", equalTo("soft"))
                .body("effect", equalTo("none"));
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void a_relay_that_folds_case_and_returns_no_headers_is_understood() throws Exception {
        var sent = send(Samples.WEEK);
        var token = sent.getHeader("Return-Path", null).replaceAll(".*b\\+([a-z2-7]+)@.*", "$1");
        report(Reports.failure("B+" + token.toUpperCase(Locale.ROOT) + "@LOCALHOST", "", "5.1.1", "550 5.1.1 User unknown"))
                .body("effect", equalTo("counted"));
    }

    @Test
    void without_a_return_path_the_returned_headers_tell() throws Exception {
        var unsubscribe = send(Samples.WEEK).getHeader("List-Unsubscribe", null);
        report(Reports.failure("someone@example.org", "List-Unsubscribe: " + unsubscribe, "5.1.1", "550 5.1.1 User unknown"))
                .body("effect", equalTo("counted"));
    }

    @Test
    void a_complaint_is_the_end() throws Exception {
        report(Reports.complaint(send(Samples.WEEK), "abuse")).body("kind", equalTo("complaint")).body("status", nullValue())
                .body("effect", equalTo("complained"));
        assertThat(status()).isEqualTo("complained");
        signIn.asAdmin().get("/api/suppressions?address=gone@example.org").then().statusCode(200).body("reason",
                equalTo("complained"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-spam", "virus", "other", "auth-failure", "unheard-of"})
    void other_feedback_is_no_complaint(String type) throws Exception {
        report(Reports.complaint(send(Samples.WEEK), type)).body("kind", equalTo("not-a-bounce")).body("effect",
                equalTo("none"));
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void whoever_forges_a_report_reaches_nobody() throws Exception {
        var path = send(Samples.WEEK).getHeader("Return-Path", null).replaceAll("[<>]", "");
        int last = path.indexOf('@') - 1;
        var forged = path.substring(0, last - 10) + (path.charAt(last - 10) == 'a' ? 'b' : 'a') + path.substring(last - 9);
        for (var to : List.of(forged, "gone@example.org", "b+" + "a".repeat(61) + "@localhost")) {
            report(Reports.failure(to, "To: gone@example.org\r\nMessage-ID: <x@localhost>", "5.1.1", "550 5.1.1 User unknown"))
                    .body("kind", equalTo("hard")).body("effect", equalTo("none"));
        }
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void who_is_erased_is_nobody() throws Exception {
        var late = Reports.failure(send(Samples.WEEK), "5.1.1", "550 5.1.1 User unknown");
        signIn.asAdmin().delete("/api/subscribers/" + reader + "?suppress=false").then().statusCode(204);
        report(late).body("effect", equalTo("none"));
    }

    private MimeMessage send(Week week) throws Exception {
        newsroom.publishIssue(week);
        var edition = publication.edition("en").orElseThrow();
        mailings.assemble(week, edition);
        mailings.send(week, edition);
        int before = mail.all().size();
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
        assertThat(mail.all()).hasSize(before + 1);
        clock.advance(Duration.ofDays(7));
        return mail.all().get(mail.all().size() - 1);
    }

    private ValidatableResponse report(String message) {
        return signIn.asAdmin().contentType("message/rfc822").body(message.getBytes()).post("/api/bounces").then()
                .statusCode(200);
    }

    private String status() {
        return signIn.asAdmin().get("/api/subscribers/" + reader).path("status");
    }

    private String movements() {
        return signIn.asAdmin().get("/api/statistics?from=2016-12-01&to=2017-01-31").asString();
    }
}
