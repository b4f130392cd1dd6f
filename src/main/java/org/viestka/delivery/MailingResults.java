package org.viestka.delivery;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mailing.Mailing;

import io.agroal.api.AgroalDataSource;

/** Why deliveries of mailings that are over failed or were skipped: counts that stay when the ledger's rows are forgotten. */
@ApplicationScoped
public class MailingResults {

    private final AgroalDataSource database;

    MailingResults(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Deliveries by reason; what is nought is left out.
     *
     * @param failed by the subject of the relay's status (RFC 3463 §3.1), with {@code gave-up}, {@code uncertain}, {@code other}
     * @param skipped by the status that the reader had, with {@code erased}, {@code suppressed}, {@code cancelled}
     */
    public record Reasons(Map<String, Integer> failed, Map<String, Integer> skipped) {}

    /** Those of mailings that are over; the others are not in the answer. */
    public Map<UUID, Reasons> of(Collection<Mailing> mailings) throws SQLException {
        var over = mailings.stream().filter(mailing -> mailing.finishedAt != null).map(mailing -> mailing.id).toList();
        var found = new HashMap<UUID, Reasons>();
        over.forEach(id -> found.put(id, new Reasons(new TreeMap<>(), new TreeMap<>())));
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "SELECT mailing_id, state, reason, n FROM mailing_result WHERE mailing_id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", over.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var reasons = found.get(rows.getObject(1, UUID.class));
                    var counts = rows.getString(2).equals("skipped") ? reasons.skipped : reasons.failed;
                    counts.put(rows.getString(3), rows.getInt(4));
                }
            }
        }
        return found;
    }

    /** Counts them anew from the ledger, in the caller's transaction: the one that says that the mailing is over. */
    void keep(Mailing mailing) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM mailing_result WHERE mailing_id = ?");
                var insert = connection.prepareStatement("INSERT INTO mailing_result (mailing_id, state, reason, n)"
                        + " SELECT mailing_id, state, delivery_reason(state, reply), count(*) FROM delivery"
                        + " WHERE week = ? AND mailing_id = ? AND state IN ('failed', 'skipped', 'uncertain') GROUP BY 1, 2, 3")) {
            delete.setObject(1, mailing.id);
            delete.executeUpdate();
            insert.setString(1, mailing.week.toString());
            insert.setObject(2, mailing.id);
            insert.executeUpdate();
        }
    }
}
