package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RetentionTest {

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
    MailingLedger mailingLedger;
    @Inject
    Retention retention;
    @Inject
    Publication publication;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;

    private Edition en;
    private Edition beRu;

    @BeforeEach
    void begin() throws Exception {
        slate.wipe();
        en = publication.edition("en").orElseThrow();
        beRu = publication.edition("be-ru").orElseThrow();
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        readers.subscribe(2, "be-ru");
        for (var edition : publication.editions()) {
            mailings.assemble(Samples.WEEK, edition);
            mailings.send(Samples.WEEK, edition);
        }
    }

    @Test
    void after_thirty_days_nothing_but_the_counts_is_left() throws Exception {
        delivery.deliverDue(Duration.ofSeconds(20));
        clock.advance(Duration.ofDays(30));
        retention.forget();
        assertThat(rows()).isEqualTo(5);
        clock.advance(Duration.ofSeconds(1));
        retention.forget();
        retention.forget();
        assertThat(rows()).isZero();
        signIn.asAdmin().get("/api/issues/2016-W49/editions/en/progress").then().statusCode(200).body("sent", equalTo(3))
                .body("total", equalTo(3)).body("state", equalTo("finished"));
        signIn.asAdmin().get("/api/issues/2016-W49/editions/en/deliveries").then().statusCode(200).body("total", equalTo(0));
        mailings.send(Samples.WEEK, en);
        delivery.deliverDue(Duration.ofSeconds(20));
        assertThat(rows()).isZero();
    }

    @Test
    void why_deliveries_failed_or_were_skipped_is_told_as_long_as_the_mailing_is() throws Exception {
        readers.subscribe("fourth@example.org", "en");
        mailingLedger.freezeAndFind();
        change("UPDATE subscriber SET status = 'PAUSED' WHERE id = (SELECT min(subscriber_id::text)::uuid FROM delivery d"
                + " JOIN mailing m ON m.id = d.mailing_id WHERE m.edition = 'en')");
        change("UPDATE delivery SET state = 'failed', reply = '550 5.1.1 no such user', done_at = now() WHERE subscriber_id ="
                + " (SELECT max(subscriber_id::text)::uuid FROM delivery d JOIN mailing m ON m.id = d.mailing_id WHERE m.edition = 'en')");
        delivery.deliverDue(Duration.ofSeconds(20));
        expectReasons();
        clock.advance(Duration.ofDays(31));
        retention.forget();
        assertThat(rows()).isZero();
        expectReasons();
    }

    private void expectReasons() {
        signIn.asEditor().get("/api/statistics?from=2016-12-01&edition=en").then().statusCode(200)
                .body("mailings", hasSize(1)).body("mailings[0].week", equalTo("2016-W49"))
                .body("mailings[0].total", equalTo(4))
                .body("mailings[0].sent", equalTo(2)).body("mailings[0].failed", equalTo(1))
                .body("mailings[0].skipped", equalTo(1))
                .body("mailings[0].failedByClass", equalTo(Map.of("address", 1)))
                .body("mailings[0].skippedByReason", equalTo(Map.of("paused", 1)));
    }

    @Test
    void a_week_with_a_mailing_that_is_not_over_stays_whole() throws Exception {
        mailings.pause(Samples.WEEK, beRu);
        delivery.deliverDue(Duration.ofSeconds(20));
        clock.advance(Duration.ofDays(31));
        retention.forget();
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void nothing_is_forgotten_twice_at_once_and_no_lock_stays_behind() throws Exception {
        delivery.deliverDue(Duration.ofSeconds(20));
        clock.advance(Duration.ofDays(31));
        try (var other = database.getConnection(); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + Retention.LOCK + ")");
            retention.forget();
            assertThat(rows()).isEqualTo(5);
            other.rollback();
            other.setAutoCommit(true);
        }
        retention.forget();
        assertThat(rows()).isZero();
        assertThat(count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).isZero();
    }

    private void change(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    private int rows() throws SQLException {
        return count("SELECT count(*) FROM delivery");
    }

    private int count(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
