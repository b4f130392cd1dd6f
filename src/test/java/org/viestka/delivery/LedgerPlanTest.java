package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

/** That what is asked for each batch of messages costs the same, however many there are. */
@QuarkusTest
class LedgerPlanTest {

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

    @BeforeEach
    void begin() throws SQLException {
        slate.wipe();
        newsroom.publishIssue(Samples.WEEK);
        execute("INSERT INTO subscriber (id, address, address_folded, edition, language, status, status_since, consent_source,"
                + " subscribed_at, updated_at, version) SELECT gen_random_uuid(), int4send(i), int4send(i), 'en', 'en', 'ACTIVE',"
                + " now(), 'IMPORT', now(), now(), 0 FROM generate_series(1, 20000) AS i");
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        assertThat(mailingLedger.freezeAndFind()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {Ledger.CLAIM, Ledger.RECORD, LedgerReport.OPEN})
    void no_batch_reads_a_table_from_end_to_end(String sql) throws SQLException {
        int[] number = {0};
        var numbered = Pattern.compile("\\?").matcher(sql).replaceAll(found -> "\\$" + ++number[0]);
        var plan = new StringBuilder();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var lines = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        // Of other weeks' partitions, which are empty here, none is read: which one it is, is known when it runs.
        var ofTheWeek = plan.toString().lines().filter(line -> line.contains("2016_w49") || line.contains("subscriber"))
                .toList();
        assertThat(ofTheWeek).as(plan.toString()).isNotEmpty().noneMatch(line -> line.contains("Seq Scan"));
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

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
