package org.viestka.subscriber;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.subscriber.ImportChunk.Written;
import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;

/** What an import reads and writes: each chunk in one transaction, by a few statements whatever its size. */
@ApplicationScoped
class ImportTables {

    private final AgroalDataSource database;
    private final ImportReport report;
    private final Vault vault;
    private final Clock clock;

    ImportTables(AgroalDataSource database, ImportReport report, Vault vault, Clock clock) {
        this.database = database;
        this.report = report;
        this.vault = vault;
        this.clock = clock;
    }

    /** Octets that are equal when they are the same. */
    record Key(ByteBuffer octets) {
        static Key of(byte[] octets) {
            return new Key(ByteBuffer.wrap(octets));
        }
    }

    /** What matters of a subscriber that is there. */
    record Known(String edition, String language, SubscriberStatus status) {}

    /** Writes a chunk and counts it. A dry run writes what it would do to a table of its own, so that its report is the same. */
    void write(UUID run, ImportChunk chunk, boolean dryRun) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!dryRun) {
                    takeTurn(connection);
                    vault.hold(connection);
                }
                chunk.plan(this, connection, dryRun ? run : null);
                if (dryRun) {
                    remember(connection, run, chunk.written());
                } else {
                    upsert(connection, chunk.written());
                }
                report.add(connection, run, chunk);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** What is there, locked until the chunk is written: whoever pauses or leaves meanwhile comes after it and stays. */
    Map<Key, Known> known(Connection connection, Set<Key> folded, UUID dryRun) throws SQLException {
        var known = new HashMap<Key, Known>();
        read(connection, "SELECT address_folded, edition, language, status FROM subscriber WHERE address_folded = ANY (?)"
                + (dryRun == null ? " FOR UPDATE" : ""), folded, null, known);
        if (dryRun != null) {
            read(connection, "SELECT address_folded, edition, language, status FROM subscriber_import_dry"
                    + " WHERE address_folded = ANY (?) AND import_id = ?", folded, dryRun, known);
        }
        return known;
    }

    Set<Key> suppressed(Connection connection, Set<Key> hashes) throws SQLException {
        try (var select = connection.prepareStatement("SELECT hash FROM suppression WHERE hash = ANY (?)")) {
            select.setArray(1, octets(connection, hashes));
            try (var found = select.executeQuery()) {
                var suppressed = new HashSet<Key>();
                while (found.next()) {
                    suppressed.add(Key.of(found.getBytes(1)));
                }
                return suppressed;
            }
        }
    }

    /** Forgets what a dry run would have done. */
    void forget(UUID run) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM subscriber_import_dry WHERE import_id = ?")) {
            delete.setObject(1, run);
            delete.executeUpdate();
        }
    }

    /** One at a time that changes many rows, on all nodes: two that hold some and want each other's would wait for ever. */
    static void takeTurn(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('subscriber import'))")) {
            lock.executeQuery().close();
        }
    }

    private static void read(Connection connection, String query, Set<Key> folded, UUID run, Map<Key, Known> into)
            throws SQLException {
        try (var select = connection.prepareStatement(query)) {
            select.setArray(1, octets(connection, folded));
            if (run != null) {
                select.setObject(2, run);
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    into.put(Key.of(rows.getBytes(1)),
                            new Known(rows.getString(2), rows.getString(3), SubscriberStatus.valueOf(rows.getString(4))));
                }
            }
        }
    }

    private void upsert(Connection connection, Map<Key, Written> chunk) throws SQLException {
        var now = clock.instant();
        // Known rows are locked; a sign-up that came first since is met by the conflict.
        try (var insert = connection
                .prepareStatement("INSERT INTO subscriber AS s (id, address, address_folded, edition, language, status,"
                        + " status_since, consent_source, consent_language, subscribed_at, confirmed_at, updated_at, version)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 'IMPORT', ?, ?, ?, ?, 0) ON CONFLICT (address_folded) DO UPDATE SET"
                        + " edition = excluded.edition, language = excluded.language, status = excluded.status,"
                        + " leading_language = CASE WHEN s.edition = excluded.edition THEN s.leading_language END,"
                        + " status_since = CASE WHEN s.status = excluded.status THEN s.status_since ELSE excluded.status_since END,"
                        + " confirmed_at = COALESCE(s.confirmed_at, excluded.confirmed_at),"
                        + " updated_at = excluded.updated_at, version = s.version + 1"
                        + " WHERE s.status NOT IN ('UNSUBSCRIBED', 'BOUNCED', 'COMPLAINED')")) {
            for (var entry : chunk.entrySet()) {
                var row = entry.getValue().row();
                var known = entry.getValue().known();
                var since = row.subscribedAt() == null ? now : row.subscribedAt();
                insert.setObject(1, UUID.randomUUID());
                insert.setBytes(2, vault.seal(row.address().mailbox()));
                insert.setBytes(3, entry.getKey().octets().array());
                insert.setString(4, known.edition());
                insert.setString(5, known.language());
                insert.setString(6, known.status().name());
                insert.setTimestamp(7, Timestamp.from(now));
                insert.setString(8, known.language());
                insert.setTimestamp(9, Timestamp.from(since));
                insert.setTimestamp(10, known.status() == SubscriberStatus.ACTIVE ? Timestamp.from(since) : null);
                insert.setTimestamp(11, Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void remember(Connection connection, UUID run, Map<Key, Written> chunk) throws SQLException {
        try (var insert = connection
                .prepareStatement("INSERT INTO subscriber_import_dry (import_id, address_folded, edition, language, status)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (import_id, address_folded) DO UPDATE SET"
                        + " edition = excluded.edition, language = excluded.language, status = excluded.status")) {
            for (var entry : chunk.entrySet()) {
                var known = entry.getValue().known();
                insert.setObject(1, run);
                insert.setBytes(2, entry.getKey().octets().array());
                insert.setString(3, known.edition());
                insert.setString(4, known.language());
                insert.setString(5, known.status().name());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Array octets(Connection connection, Collection<Key> keys) throws SQLException {
        return connection.createArrayOf("bytea", keys.stream().map(key -> key.octets().array()).toArray(byte[][]::new));
    }
}
