package org.viestka.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.Keyset.Use;

import io.agroal.api.AgroalDataSource;

/** What the database says of the keys, and which nodes have them. Ids, times and proofs, never a key. */
@ApplicationScoped
class KeyTable {

    /** A node that was not seen for so long is gone. */
    private static final Duration ALIVE = Duration.ofMinutes(1);

    private final AgroalDataSource database;

    KeyTable(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * A key that is or was in force.
     *
     * @param proof what the key makes of a known text: a key that has changed under its id is found out
     * @param retiredAt when nothing was left that only this key opens; null until then
     */
    record Row(long seq, Use use, int id, Instant since, Instant retiredAt, byte[] proof) {}

    /** The one of the caller's transaction, if there is one. */
    Connection connection() throws SQLException {
        return database.getConnection();
    }

    /** In the order in which they came into force. */
    List<Row> read() throws SQLException {
        try (var connection = database.getConnection()) {
            return read(connection);
        }
    }

    static List<Row> read(Connection connection) throws SQLException {
        try (var select = connection
                .prepareStatement("SELECT seq, use, id, since, retired_at, proof FROM vault_key ORDER BY seq");
                var rows = select.executeQuery()) {
            var read = new ArrayList<Row>();
            while (rows.next()) {
                var retired = rows.getTimestamp(5);
                read.add(new Row(rows.getLong(1), Use.valueOf(rows.getString(2).toUpperCase(Locale.ROOT)),
                        (int) rows.getLong(3), rows.getTimestamp(4).toInstant(), retired == null ? null : retired.toInstant(),
                        rows.getBytes(6)));
            }
            return read;
        }
    }

    /** Until the transaction ends no key comes into force. */
    static void hold(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock_shared(hashtext('viestka keys'))")) {
            lock.executeQuery().close();
        }
    }

    /** Waits until nobody holds the keys that are in force; whoever wants to from then on waits for this transaction. */
    void lock() throws SQLException {
        try (var connection = database.getConnection();
                var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('viestka keys'))")) {
            lock.executeQuery().close();
        }
    }

    void add(Use use, int id, Instant since, byte[] proof) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO vault_key (use, id, since, proof) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, use.key());
            insert.setLong(2, Keys.unsigned(id));
            insert.setTimestamp(3, Timestamp.from(since));
            insert.setBytes(4, proof);
            insert.executeUpdate();
        }
    }

    /** Every key of addresses but the latest: all addresses are sealed with that one now. */
    void retireAddressKeys(int latest, Instant now) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "UPDATE vault_key SET retired_at = ? WHERE use = ? AND id <> ? AND retired_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setString(2, Use.ADDRESSES.key());
            update.setLong(3, Keys.unsigned(latest));
            update.executeUpdate();
        }
    }

    /** Says that a node lives and which keys its file has. By the database's clock, which all nodes share. */
    void report(UUID node, Collection<Long> keys) throws SQLException {
        try (var connection = database.getConnection();
                var upsert = connection
                        .prepareStatement("INSERT INTO vault_node (id, keys, seen_at) VALUES (?, ?, clock_timestamp())"
                                + " ON CONFLICT (id) DO UPDATE SET keys = excluded.keys, seen_at = excluded.seen_at");
                var delete = connection.prepareStatement(
                        "DELETE FROM vault_node WHERE seen_at < clock_timestamp() - ? * interval '1 second'")) {
            upsert.setObject(1, node);
            upsert.setArray(2, connection.createArrayOf("bigint", keys.toArray()));
            upsert.executeUpdate();
            delete.setLong(1, ALIVE.toSeconds());
            delete.executeUpdate();
        }
    }

    /** The keys of each node that lives. */
    Map<UUID, Set<Long>> nodes() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "SELECT id, keys FROM vault_node WHERE seen_at >= clock_timestamp() - ? * interval '1 second'")) {
            select.setLong(1, ALIVE.toSeconds());
            try (var rows = select.executeQuery()) {
                var nodes = new HashMap<UUID, Set<Long>>();
                while (rows.next()) {
                    nodes.put(rows.getObject(1, UUID.class), new HashSet<>(List.of((Long[]) rows.getArray(2).getArray())));
                }
                return nodes;
            }
        }
    }
}
