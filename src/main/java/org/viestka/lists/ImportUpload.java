package org.viestka.lists;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Words;
import org.viestka.subscriber.ConsentText;
import org.viestka.vault.Vault;
import org.viestka.web.Problem;
import org.viestka.web.Violations;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Takes a list in as it arrives, a piece at a time: it is never whole in memory, and never open on a disk. It is worked off
 * when it is there to its end; of one that breaks off, or is no list, nothing stays.
 */
@ApplicationScoped
class ImportUpload {

    // Until it is worth trying again: a list of some thousands takes less.
    private static final int BUSY_SECONDS = 30;

    private final AgroalDataSource database;
    private final ImportConfig config;
    private final Vault vault;
    private final Clock clock;

    ImportUpload(AgroalDataSource database, ImportConfig config, Vault vault, Clock clock) {
        this.database = database;
        this.config = config;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * @param edition for rows that name none; may be null
     * @return the import's id; it waits for its turn
     * @throws Problem 400 or 413 when the file cannot be read, 429 when too many wait
     */
    UUID receive(InputStream file, String edition, boolean dryRun, ConsentText consent) {
        var id = begin(edition, dryRun, consent);
        boolean whole = false;
        try (var text = new CsvText(file, config.mostOctets().asLongValue())) {
            receive(text, id, edition);
            whole = true;
            return id;
        } catch (UnreadableFile e) {
            throw e.problem();
        } catch (IOException e) {
            throw UnreadableFile.of(e, 1, 1).problem();
        } catch (SQLException e) {
            throw new IllegalStateException("A list was cut: the database does not answer", e);
        } finally {
            if (!whole) {
                QuarkusTransaction.requiringNew().run(() -> SubscriberImport.deleteById(id));
            }
        }
    }

    private UUID begin(String edition, boolean dryRun, ConsentText consent) {
        return QuarkusTransaction.requiringNew().call(() -> {
            SubscriberImport.lockQueue();
            if (SubscriberImport.countWaiting() >= config.waiting()) {
                throw Problem.tooMany(BUSY_SECONDS);
            }
            consent.keep(clock.instant());
            var begun = SubscriberImport.begin(edition, dryRun, consent.version, clock.instant());
            begun.persist();
            return begun.id;
        });
    }

    private void receive(CsvText text, UUID id, String edition) throws IOException, SQLException {
        try (var file = new CsvFile(text)) {
            checkHeader(file, edition);
            int seq = 0;
            var piece = new ImportPiece();
            for (var line = file.next(); line != null; line = file.next()) {
                piece.add(line);
                if (piece.rows() == ImportPiece.MOST) {
                    if (!keep(id, seq++, piece)) {
                        return;
                    }
                    piece = new ImportPiece();
                }
            }
            if (piece.rows() == 0 || keep(id, seq, piece)) {
                queue(id, file);
            }
        }
    }

    private static void checkHeader(CsvFile file, String edition) {
        var violations = new Violations();
        var seen = file.header().unknown();
        violations.check(file.has("email") && !file.header().hasAddress(), "body",
                words -> words.import_columns(file.headerLine(),
                        seen.isEmpty() ? "–" : "[" + String.join("], [", seen) + "]", String.join(", ", CsvFile.COLUMNS)));
        var twice = file.header().twice();
        violations.check(twice == null, "body", words -> words.import_column_twice(file.headerLine(), twice));
        var strange = file.header().strange();
        violations.check(strange.isEmpty(), "body",
                words -> words.import_column_strange(file.headerLine(), "[" + String.join("], [", strange) + "]"));
        violations.check(edition != null || file.has("edition"), "edition", Words::import_no_edition);
        violations.throwIfAny();
    }

    /** False when somebody has cancelled it. */
    private boolean keep(UUID id, int seq, ImportPiece piece) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("WITH mine AS (UPDATE"
                        + " subscriber_import SET touched_at = ?, total = total + ? WHERE id = ? AND state = 'QUEUED' RETURNING id)"
                        + " INSERT INTO subscriber_import_piece (import_id, seq, sealed) SELECT id, ?, ? FROM mine")) {
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.setInt(2, piece.rows());
            insert.setObject(3, id);
            insert.setInt(4, seq);
            insert.setBytes(5, vault.sealPiece(piece.octets(), ImportPiece.place(id, seq)));
            return insert.executeUpdate() == 1;
        }
    }

    private void queue(UUID id, CsvFile file) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("UPDATE subscriber_import SET touched_at = ?, received_at = ?,"
                        + " unknown_columns = ? WHERE id = ? AND state = 'QUEUED'")) {
            var now = Timestamp.from(clock.instant());
            update.setTimestamp(1, now);
            update.setTimestamp(2, now);
            update.setString(3, String.join("\n", file.header().unknown()));
            update.setObject(4, id);
            update.executeUpdate();
        }
    }
}
