package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collections;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

/** How an issue's part of the ledger is made, and that no batch of a large mailing reads all of it. */
@QuarkusTest
class WeekPartitionTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Mailings mailings;
    @Inject
    MailingLedger mailingLedger;
    @Inject
    Publication publication;
    @Inject
    AgroalDataSource database;
    @Inject
    MovableClock clock;

    private UUID mailing;

    @BeforeEach
    void begin() throws SQLException {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
        execute("INSERT INTO subscriber (id, address, address_folded, edition, language, status, status_since, consent_source,"
                + " subscribed_at, updated_at, version) SELECT gen_random_uuid(), int4send(i), int4send(i), 'en', 'en', 'ACTIVE',"
                + " now(), 'IMPORT', now(), now(), 0 FROM generate_series(1, 100000) AS i");
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        mailing = mailingLedger.freezeAndFind().get(0).id;
    }

    @Test
    void an_issues_part_of_the_ledger_has_the_indexes_of_the_whole_and_no_others() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement
                        .executeQuery("SELECT (SELECT count(*) FROM pg_index WHERE indrelid = 'delivery'::regclass),"
                                + " (SELECT count(*) FROM pg_index WHERE indrelid = 'delivery_2016_w49'::regclass)")) {
            rows.next();
            assertThat(rows.getInt(2)).isEqualTo(rows.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    void no_batch_reads_the_list_from_end_to_end() throws SQLException {
        var now = Timestamp.from(clock.instant());
        var table = WeekPartition.name("2016-W49");
        assertReadsByIndex(Ledger.CLAIM.formatted(table), mailing, now, 200, UUID.randomUUID());
        assertReadsByIndex(LedgerReport.OPEN, "2016-W49", mailing, "2016-W49", mailing);
        try (var connection = database.getConnection()) {
            assertReadsByIndex(Ledger.RECORD_SENT.formatted(table), batch(connection, "uuid", UUID.randomUUID()),
                    batch(connection, "timestamptz", now));
            assertReadsByIndex(Ledger.RECORD.formatted(table), batch(connection, "uuid", UUID.randomUUID()),
                    batch(connection, "text", "deferred"), batch(connection, "timestamptz", now),
                    batch(connection, "text", "451 later"), batch(connection, "timestamptz", now),
                    batch(connection, "uuid", UUID.randomUUID()), batch(connection, "int4", 1));
        }
    }

    private static Array batch(Connection connection, String type, Object value) throws SQLException {
        return connection.createArrayOf(type, Collections.nCopies(200, value).toArray());
    }

    private void assertReadsByIndex(String sql, Object... parameters) throws SQLException {
        var plan = new StringBuilder();
        try (var connection = database.getConnection(); var explain = connection.prepareStatement("EXPLAIN " + sql)) {
            for (int i = 0; i < parameters.length; i++) {
                explain.setObject(i + 1, parameters[i]);
            }
            try (var lines = explain.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        assertThat(plan.toString()).contains(" on delivery_2016_w49").doesNotContain("Seq Scan on delivery_2016")
                .doesNotContain("Seq Scan on subscriber");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
