package org.viestka.delivery;

import java.sql.SQLException;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.delivery.RelayTrouble.Kind;

import io.agroal.api.AgroalDataSource;

/** What a node last heard of the relay, for whoever asks any node how far a mailing is. */
@ApplicationScoped
class RelayTroubles {

    private final AgroalDataSource database;

    RelayTroubles(AgroalDataSource database) {
        this.database = database;
    }

    /** @param trouble null where there is none, or no more */
    void tell(RelayTrouble trouble) throws SQLException {
        var sql = trouble == null
                ? "DELETE FROM relay_trouble"
                : "INSERT INTO relay_trouble (one, kind, reply) VALUES (true, ?, ?)"
                        + " ON CONFLICT (one) DO UPDATE SET kind = EXCLUDED.kind, reply = EXCLUDED.reply";
        try (var connection = database.getConnection(); var statement = connection.prepareStatement(sql)) {
            if (trouble != null) {
                statement.setString(1, trouble.kind().name());
                statement.setString(2, trouble.reply());
            }
            statement.executeUpdate();
        }
    }

    Optional<RelayTrouble> last() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT kind, reply FROM relay_trouble");
                var rows = select.executeQuery()) {
            return rows.next()
                    ? Optional.of(new RelayTrouble(Kind.valueOf(rows.getString(1)), rows.getString(2)))
                    : Optional.empty();
        }
    }
}
