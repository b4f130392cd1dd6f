package org.viestka.lists;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.lists.ImportChunk.Refused;

import io.agroal.api.AgroalDataSource;

/** What an import's rows came to, counted while it runs, and the refused ones by line. */
@ApplicationScoped
class ImportReport {

    private static final int ROWS_AT_ONCE = 1_000;

    private final AgroalDataSource database;

    ImportReport(AgroalDataSource database) {
        this.database = database;
    }

    /** Takes refused rows one after another. */
    interface Sink<E extends Exception> {
        void take(Refused row) throws E;
    }

    /** Adds a chunk, in the transaction that writes it. */
    void add(Connection connection, UUID run, ImportChunk chunk) throws SQLException {
        refuse(connection, run, chunk);
        try (var update = connection.prepareStatement("UPDATE subscriber_import SET rows = rows + ?, added = added + ?,"
                + " changed = changed + ?, unchanged = unchanged + ?, suppressed = suppressed + ?, duplicates = duplicates + ?,"
                + " invalid = invalid + ? WHERE id = ?")) {
            update.setInt(1, chunk.size());
            update.setInt(2, chunk.added);
            update.setInt(3, chunk.changed);
            update.setInt(4, chunk.unchanged);
            update.setInt(5, chunk.suppressed);
            update.setInt(6, chunk.duplicates);
            update.setInt(7, chunk.invalid);
            update.setObject(8, run);
            update.executeUpdate();
        }
    }

    /** The refused rows by line, streamed: a file may hold nothing else. */
    <E extends Exception> void forEachRefused(UUID run, Sink<E> sink) throws SQLException, E {
        try (var connection = database.getConnection()) {
            // The driver streams only within a transaction.
            connection.setAutoCommit(false);
            try (var select = connection.prepareStatement(
                    "SELECT line, reason FROM subscriber_import_error WHERE import_id = ? ORDER BY line")) {
                select.setFetchSize(ROWS_AT_ONCE);
                select.setObject(1, run);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        sink.take(new Refused(rows.getLong(1), ImportFault.valueOf(rows.getString(2))));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void refuse(Connection connection, UUID run, ImportChunk chunk) throws SQLException {
        try (var insert = connection
                .prepareStatement("INSERT INTO subscriber_import_error (import_id, line, reason) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            for (var row : chunk.refused()) {
                insert.setObject(1, run);
                insert.setLong(2, row.line());
                insert.setString(3, row.fault().name());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
