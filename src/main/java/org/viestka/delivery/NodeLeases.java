package org.viestka.delivery;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.restore.DatabaseHome;

import io.agroal.api.AgroalDataSource;

/** Which nodes are alive, by the database's clock, which all of them share; and what becomes of the rows of those that are not. */
@ApplicationScoped
public class NodeLeases {

    private final AgroalDataSource database;

    NodeLeases(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Makes or renews a node's lease. False when it had lapsed and its claims were given to others, and in a database that was
     * restored or copied: there is none there.
     */
    public boolean renew(UUID node, boolean isNew, Duration lease) throws SQLException {
        var sql = isNew
                ? "INSERT INTO delivery_node (alive_until, id) SELECT clock_timestamp() + ? * interval '1 millisecond', ? WHERE "
                : "UPDATE delivery_node SET alive_until = clock_timestamp() + ? * interval '1 millisecond' WHERE id = ? AND ";
        try (var connection = database.getConnection(); var renew = connection.prepareStatement(sql + DatabaseHome.IS_HERE)) {
            renew.setLong(1, lease.toMillis());
            renew.setObject(2, node);
            return renew.executeUpdate() == 1;
        }
    }

    /**
     * Gives back what nodes held whose lease has lapsed. With {@code HOLD} those that were begun are never sent again, but
     * listed.
     *
     * @return rows given back
     */
    public int release(DeliveryConfig.Uncertain uncertain) throws SQLException {
        var state = uncertain == DeliveryConfig.Uncertain.HOLD
                ? "CASE WHEN begun THEN 'uncertain' ELSE 'pending' END"
                : "'pending'";
        var sql = "WITH dead AS (DELETE FROM delivery_node WHERE alive_until < clock_timestamp() RETURNING id)"
                + " UPDATE delivery SET state = " + state + ", claim = NULL FROM dead"
                + " WHERE delivery.state = 'claimed' AND delivery.claim = dead.id";
        try (var connection = database.getConnection(); var update = connection.prepareStatement(sql)) {
            return update.executeUpdate();
        }
    }

    /** Ends a node's lease, unless it still holds rows: then the lease lapses and they are given back. */
    public void leave(UUID node) throws SQLException {
        var sql = "DELETE FROM delivery_node WHERE id = ? AND NOT EXISTS"
                + " (SELECT FROM delivery WHERE state = 'claimed' AND claim = delivery_node.id)";
        try (var connection = database.getConnection(); var delete = connection.prepareStatement(sql)) {
            delete.setObject(1, node);
            delete.executeUpdate();
        }
    }
}
