package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryConfig.Uncertain;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.delivery.Ledger.Result;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

/** What the ledger does when a node does not know what it has done. */
@QuarkusTest
class LedgerTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    MailingLedger mailingLedger;
    @Inject
    Ledger ledger;
    @Inject
    NodeLeases leases;
    @Inject
    Publication publication;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;

    private final UUID node = UUID.randomUUID();
    private Mailing mailing;

    @BeforeEach
    void begin() throws SQLException {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(4, "en");
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        mailing = mailingLedger.freezeAndFind().get(0);
    }

    @Test
    void rows_whose_claim_never_reached_the_node_are_given_back_and_no_others() throws SQLException {
        claim(3);
        assertThat(ledger.giveBackForgotten(node, Set.of(mailing.id))).isZero();
        assertThat(ledger.giveBackForgotten(UUID.randomUUID(), Set.of())).isZero();
        assertThat(ledger.giveBackForgotten(node, Set.of())).isEqualTo(3);
        assertThat(claim(10)).hasSize(4).allMatch(claim -> claim.attempt() == 1);
    }

    @Test
    void a_claim_that_gets_into_a_log_names_nobody() throws SQLException {
        assertThat(claim(1).get(0).opened("nasta@example.by")).asString().contains(mailing.week.toString())
                .doesNotContain("nasta").doesNotContain("example.by");
    }

    @Test
    void what_is_under_way_looks_the_same_until_something_has_changed() throws SQLException {
        var frozen = mailingLedger.underWay();
        assertThat(frozen.isSteady()).isTrue();
        claim(2);
        assertThat(mailingLedger.underWay()).isEqualTo(frozen);

        mailingLedger.pause(mailing.id, mailing.goingSince, Refusal.of("because"));
        assertThat(mailingLedger.underWay()).isNotEqualTo(frozen);
    }

    @Test
    void nothing_is_steady_while_a_cancelled_mailing_has_messages_in_flight() throws SQLException {
        claim(2);
        mailings.cancel(Samples.WEEK, publication.edition("en").orElseThrow());
        assertThat(mailingLedger.underWay().isSteady()).isFalse();

        mailingLedger.settleCancelled();
        assertThat(mailingLedger.underWay().isSteady()).as("two are in flight").isFalse();
    }

    @Test
    void a_deferral_recorded_twice_does_not_undo_the_claim_that_came_between() throws SQLException {
        var first = claim(4).stream().map(claim -> new Result(claim, "deferred", clock.instant(), "451", clock.instant()))
                .toList();
        ledger.record(first);
        assertThat(claim(4)).hasSize(4);
        ledger.record(first);
        assertThat(rows("claimed")).isEqualTo(4);
    }

    @Test
    void a_message_that_was_sent_is_recorded_also_when_the_claim_was_lost() throws SQLException {
        var claims = claim(4);
        ledger.giveBackForgotten(node, Set.of());
        ledger.record(claims.stream().map(claim -> new Result(claim, "sent", null, null, clock.instant())).toList());
        assertThat(rows("sent")).isEqualTo(4);
    }

    @Test
    void what_was_sent_and_what_was_not_are_recorded_together_and_as_often_as_one_likes() throws SQLException {
        var claims = claim(4);
        var results = List.of(new Result(claims.get(0), "sent", null, null, clock.instant()),
                new Result(claims.get(1), "failed", null, "550 no", clock.instant()),
                new Result(claims.get(2), "deferred", clock.instant(), "451 later", clock.instant()),
                new Result(claims.get(3), "skipped", null, "suppressed", clock.instant()));
        ledger.record(results);
        ledger.record(results);
        assertThat(List.of(rows("sent"), rows("failed"), rows("deferred"), rows("skipped"))).containsOnly(1);
    }

    @Test
    void a_message_whose_fate_nobody_knows_is_sent_again_twice_and_then_listed() throws SQLException {
        for (int again = 1; again <= 2; again++) {
            var results = claim(4).stream().map(claim -> uncertain(claim, clock.instant())).toList();
            ledger.record(results);
            ledger.record(results);
            assertThat(rows("deferred")).as("after %d", again).isEqualTo(4);
        }
        ledger.record(claim(4).stream().map(claim -> uncertain(claim, clock.instant())).toList());
        assertThat(rows("uncertain")).isEqualTo(4);
        assertThat(claim(4)).isEmpty();
        assertThat(mailingLedger.finish(mailing.id)).isTrue();
    }

    @Test
    void deferrals_in_between_do_not_count_and_what_is_held_is_listed_at_once() throws SQLException {
        for (int i = 0; i < 5; i++) {
            ledger.record(claim(4).stream()
                    .map(claim -> new Result(claim, "deferred", clock.instant(), "451 later", clock.instant())).toList());
        }
        ledger.record(claim(3).stream().map(claim -> uncertain(claim, clock.instant())).toList());
        assertThat(rows("deferred")).isEqualTo(4);
        ledger.record(claim(1).stream().map(claim -> uncertain(claim, null)).toList());
        assertThat(rows("uncertain")).isEqualTo(1);
    }

    private Result uncertain(ClaimedDelivery claim, Instant again) {
        return new Result(claim, "uncertain", again, "the server hung up", clock.instant());
    }

    @Test
    void what_comes_after_its_week_was_forgotten_is_dropped() throws SQLException {
        var claims = claim(2);
        execute("DROP TABLE " + WeekPartition.name(mailing.week.toString()));
        assertThatCode(() -> ledger.record(List.of(new Result(claims.get(0), "sent", null, null, clock.instant()),
                new Result(claims.get(1), "failed", null, "550 no", clock.instant())))).doesNotThrowAnyException();
    }

    @Test
    void of_a_dead_node_only_what_was_begun_is_in_doubt() throws SQLException {
        var claims = claim(3);
        var begun = claims.subList(0, 1).stream().map(ClaimedDelivery::subscriber).toList();
        assertThat(ledger.begin(node, begun, mailing.week.toString())).isTrue();
        die();
        assertThat(leases.release(Uncertain.HOLD)).isEqualTo(3);
        assertThat(rows("uncertain")).isEqualTo(1);
        assertThat(rows("pending")).isEqualTo(3);
    }

    @Test
    void whatever_was_begun_may_be_sent_again_where_the_operator_says_so() throws SQLException {
        ledger.begin(node, claim(3).stream().map(ClaimedDelivery::subscriber).toList(), mailing.week.toString());
        die();
        leases.release(Uncertain.RESEND);
        assertThat(rows("pending")).isEqualTo(4);
    }

    @Test
    void a_row_that_is_the_nodes_no_more_is_not_begun() throws SQLException {
        var ids = claim(3).stream().map(ClaimedDelivery::subscriber).toList();
        ledger.giveBack(node, ids.subList(0, 1), mailing.week.toString());
        assertThat(ledger.begin(node, ids, mailing.week.toString())).isFalse();
    }

    @Test
    void a_database_may_be_slow_only_where_it_has_to_be() throws SQLException {
        try (var connection = database.getConnection(); var sleep = connection.prepareStatement("SELECT pg_sleep(0.6)")) {
            int usual = connection.getNetworkTimeout();
            assertThat(usual).as("the driver's socketTimeout").isEqualTo(20_000);
            connection.setNetworkTimeout(Runnable::run, 200);
            boolean slept = LongStatement.with(connection, sleep::execute);
            assertThat(slept).isTrue();
            assertThat(connection.getNetworkTimeout()).isEqualTo(200);
            assertThatThrownBy(sleep::execute).isInstanceOf(SQLException.class);
        }
    }

    private List<ClaimedDelivery> claim(int most) throws SQLException {
        return ledger.claim(mailing, node, clock.instant().plusSeconds(1), most).toSend();
    }

    private void die() throws SQLException {
        execute("INSERT INTO delivery_node VALUES ('" + node + "', '" + Instant.EPOCH + "')");
    }

    private int rows(String state) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM delivery WHERE state = '" + state + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
