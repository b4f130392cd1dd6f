package org.viestka.delivery;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.relay.RelayTrouble;
import org.viestka.relay.RelayTrouble.Kind;

import io.agroal.api.AgroalDataSource;

/** What the nodes last heard of the relay, for whoever asks any node how far a mailing is. */
@ApplicationScoped
public class RelayTroubles {

    private final AgroalDataSource database;

    RelayTroubles(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Forgotten together with the node's lease.
     *
     * @param trouble null where there is none, or no more
     */
    public void tell(UUID node, RelayTrouble trouble) throws SQLException {
        var sql = trouble == null
                ? "DELETE FROM relay_trouble WHERE node = ?"
                // None where the lease is gone; one that is there stays until this is written.
                : "INSERT INTO relay_trouble (node, kind, reply) SELECT id, ?, ? FROM delivery_node WHERE id = ? FOR KEY SHARE"
                        + " ON CONFLICT (node) DO UPDATE SET kind = EXCLUDED.kind, reply = EXCLUDED.reply";
        try (var connection = database.getConnection(); var statement = connection.prepareStatement(sql)) {
            int next = 1;
            if (trouble != null) {
                statement.setString(next++, trouble.kind().name());
                statement.setString(next++, trouble.reply());
            }
            statement.setObject(next, node);
            statement.executeUpdate();
        }
    }

    /** Of the nodes that are alive; one that waits before one that is slow. */
    public Optional<RelayTrouble> last() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT t.kind, t.reply FROM relay_trouble t"
                        + " JOIN delivery_node n ON n.id = t.node AND n.alive_until > clock_timestamp()"
                        + " ORDER BY t.kind = 'SLOW', t.node LIMIT 1");
                var rows = select.executeQuery()) {
            return rows.next()
                    ? Optional.of(new RelayTrouble(Kind.valueOf(rows.getString(1)), rows.getString(2)))
                    : Optional.empty();
        }
    }
}
