package org.viestka.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingText;
import org.viestka.publication.Edition;

import io.agroal.api.AgroalDataSource;

/** Who a mailing goes to: written into the ledger when its sending starts, and fixed from then on. */
@ApplicationScoped
class Audience {

    private final AgroalDataSource database;

    Audience(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Writes a row for each active subscriber of the edition who has none of this issue yet. Runs in the caller's transaction.
     *
     * @return rows written
     */
    int freeze(Mailing mailing, Edition edition) throws SQLException {
        try (var connection = database.getConnection()) {
            return LongStatement.with(connection, () -> freeze(connection, mailing, edition));
        }
    }

    private static int freeze(Connection connection, Mailing mailing, Edition edition) throws SQLException {
        try (var sql = connection.createStatement()) {
            var partition = new WeekPartition(mailing.week, sql);
            // Two editions of a week share it: one at a time.
            partition.lock();
            // A million rows are sorted in memory with this, and on disk with the usual 4 MB.
            sql.execute("SET LOCAL work_mem = '64MB'");
            boolean isNew = !partition.exists();
            if (isNew) {
                partition.create();
            }
            int rows = insert(connection, partition.name(), mailing, edition);
            if (isNew) {
                partition.attach();
            }
            // Otherwise the first claims would be planned for an empty table, until the database found out by itself.
            sql.execute("ANALYZE " + partition.name());
            return rows;
        }
    }

    /**
     * In the order of the key: then each batch of claims lies together in the table and in its index. {@code OFFSET 0} makes the
     * database read the subscribers as they lie and sort then; to read a million in the order of their ids takes thrice as long.
     */
    private static int insert(Connection connection, String partition, Mailing mailing, Edition edition) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO " + partition
                + " (week, subscriber_id, mailing_id, language, next_at)"
                + " SELECT ?, id, ?, CASE WHEN leading_language = ANY (?) THEN leading_language ELSE ? END"
                + " || CASE WHEN discreet THEN '" + MailingText.DISCREET + "' ELSE '' END, ?"
                + " FROM (SELECT id, leading_language, discreet FROM subscriber WHERE edition = ? AND status = 'ACTIVE' OFFSET 0) AS s"
                + " WHERE NOT EXISTS (SELECT FROM " + partition
                + " d WHERE d.week = ? AND d.subscriber_id = s.id) ORDER BY id")) {
            var week = mailing.week.toString();
            insert.setString(1, week);
            insert.setObject(2, mailing.id);
            insert.setArray(3, connection.createArrayOf("text", edition.languages().toArray()));
            insert.setString(4, edition.leadingLanguage());
            insert.setTimestamp(5, Timestamp.from(mailing.startedAt));
            insert.setString(6, edition.key());
            insert.setString(7, week);
            return insert.executeUpdate();
        }
    }
}
