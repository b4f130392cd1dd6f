package org.viestka.lists;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.lists.ImportChunk.Written;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.vault.Vault;

/** What an import reads and writes of subscribers: for each chunk a few statements, whatever its size. */
@ApplicationScoped
public class ImportTables {

    private final Vault vault;
    private final Clock clock;

    ImportTables(Vault vault, Clock clock) {
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
    record Known(String edition, String language, SubscriberStatus status, boolean discreet) {}

    /** Notes which addresses the list names, and gives those that it has not named in a former chunk. */
    Set<Key> see(Connection connection, Collection<Key> marks) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO subscriber_import_seen (address) SELECT DISTINCT unnest(?)"
                + " ON CONFLICT DO NOTHING RETURNING address")) {
            return read(connection, insert, marks);
        }
    }

    /** What is there, locked until the chunk is written: whoever pauses or leaves meanwhile comes after it and stays. */
    Map<Key, Known> known(Connection connection, Set<Key> folded, boolean dryRun) throws SQLException {
        try (var select = connection.prepareStatement("SELECT address_folded, edition, language, status, discreet"
                + " FROM subscriber WHERE address_folded = ANY (?)" + (dryRun ? "" : " FOR UPDATE"))) {
            select.setArray(1, octets(connection, folded));
            try (var rows = select.executeQuery()) {
                var known = new HashMap<Key, Known>();
                while (rows.next()) {
                    known.put(Key.of(rows.getBytes(1)), new Known(rows.getString(2), rows.getString(3),
                            SubscriberStatus.valueOf(rows.getString(4)), rows.getBoolean(5)));
                }
                return known;
            }
        }
    }

    Set<Key> suppressed(Connection connection, Set<Key> hashes) throws SQLException {
        try (var select = connection.prepareStatement("SELECT hash FROM suppression WHERE hash = ANY (?)")) {
            return read(connection, select, hashes);
        }
    }

    /** @param consent the version of the wording that is the evidence for whoever is new */
    void upsert(Connection connection, Map<Key, Written> chunk, String consent) throws SQLException {
        if (chunk.isEmpty()) {
            return;
        }
        var now = Timestamp.from(clock.instant());
        // Known rows are locked; a sign-up that came first since is met by the conflict.
        try (var insert = connection
                .prepareStatement("INSERT INTO subscriber AS s (id, address, address_folded, edition, language, status,"
                        + " status_since, bounced_at, consent_source, consent_text, consent_language, subscribed_at, confirmed_at, discreet,"
                        + " updated_at, version) SELECT id, address, folded, edition, language, status, now, CASE WHEN status = 'BOUNCED' THEN now END, 'IMPORT', ?,"
                        + " language, since, CASE WHEN status = 'ACTIVE' THEN since END, discreet, now, 0"
                        + " FROM unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],"
                        + " ?::boolean[]) AS r (id, address, folded, edition, language, status, since, discreet),"
                        + " (SELECT ?::timestamptz AS now) AS t ON CONFLICT (address_folded) DO UPDATE SET"
                        + " edition = excluded.edition, language = excluded.language, status = excluded.status,"
                        + " leading_language = CASE WHEN s.edition = excluded.edition THEN s.leading_language END,"
                        + " status_since = CASE WHEN s.status = excluded.status THEN s.status_since ELSE excluded.status_since END,"
                        // Of those who were marked already only an opt-out is written.
                        + " bounced_at = excluded.bounced_at, bounced_relay = NULL, bounced_reply = NULL,"
                        // Whoever had not confirmed is a reader by what the list says.
                        + evidence("consent_source") + evidence("consent_text") + evidence("consent_language")
                        + evidence("subscribed_at") + " confirmed_at = COALESCE(s.confirmed_at, excluded.confirmed_at),"
                        + " discreet = s.discreet OR excluded.discreet,"
                        + " updated_at = excluded.updated_at, version = s.version + 1"
                        + " WHERE s.status NOT IN ('UNSUBSCRIBED', 'COMPLAINED')"
                        + " AND (s.status <> 'BOUNCED' OR excluded.status IN ('UNSUBSCRIBED', 'COMPLAINED'))")) {
            var values = new ArrayList<Object[]>();
            for (var entry : chunk.entrySet()) {
                var row = entry.getValue().row();
                var known = entry.getValue().known();
                values.add(new Object[]{UUID.randomUUID(), vault.seal(row.address().mailbox()),
                        entry.getKey().octets().array(), known.edition(), known.language(), known.status().name(),
                        row.subscribedAt() == null ? now : Timestamp.from(row.subscribedAt()), known.discreet()});
            }
            var types = new String[]{"uuid", "bytea", "bytea", "text", "text", "text", "timestamptz", "boolean"};
            insert.setString(1, consent);
            for (int i = 0; i < types.length; i++) {
                int column = i;
                insert.setArray(i + 2, types[i].equals("bytea")
                        ? connection.createArrayOf("bytea",
                                values.stream().map(v -> (byte[]) v[column]).toArray(byte[][]::new))
                        : connection.createArrayOf(types[i], values.stream().map(v -> v[column]).toArray()));
            }
            insert.setTimestamp(types.length + 2, now);
            insert.executeUpdate();
        }
    }

    private static String evidence(String column) {
        return " " + column + " = CASE WHEN s.status = 'PENDING' AND excluded.status = 'ACTIVE' THEN excluded." + column
                + " ELSE s." + column + " END,";
    }

    private static Set<Key> read(Connection connection, PreparedStatement statement, Collection<Key> keys)
            throws SQLException {
        statement.setArray(1, octets(connection, keys));
        try (var found = statement.executeQuery()) {
            var read = new HashSet<Key>();
            while (found.next()) {
                read.add(Key.of(found.getBytes(1)));
            }
            return read;
        }
    }

    private static Array octets(Connection connection, Collection<Key> keys) throws SQLException {
        return connection.createArrayOf("bytea", keys.stream().map(key -> key.octets().array()).toArray(byte[][]::new));
    }
}
