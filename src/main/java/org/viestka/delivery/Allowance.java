package org.viestka.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** The limits per second and per hour, counted in the database so that they hold over nodes and restarts. */
@ApplicationScoped
class Allowance {

    private final AgroalDataSource database;
    private final DeliveryConfig config;

    Allowance(AgroalDataSource database, DeliveryConfig config) {
        this.database = database;
        this.config = config;
    }

    /** How many of {@code wanted} messages may be sent now; they count as sent. */
    int take(int wanted) throws SQLException {
        if (config.perSecond().isEmpty() && config.perHour().isEmpty()) {
            return wanted;
        }
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int granted = take(connection, "hour", config.perHour(),
                        take(connection, "second", config.perSecond(), wanted));
                // The second's share of what the hour refused is lost; within a second it does not matter.
                connection.commit();
                return granted;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Gives back what was taken and not used. */
    void giveBack(int unused) throws SQLException {
        if (unused > 0 && (config.perSecond().isPresent() || config.perHour().isPresent())) {
            try (var connection = database.getConnection();
                    var update = connection.prepareStatement("UPDATE delivery_allowance SET used = greatest(0, used - ?)")) {
                update.setInt(1, unused);
                update.executeUpdate();
            }
        }
    }

    private static int take(Connection connection, String span, OptionalInt limit, int wanted) throws SQLException {
        if (limit.isEmpty()) {
            return wanted;
        }
        try (var update = connection
                .prepareStatement("WITH was AS (SELECT span, CASE WHEN since = date_trunc(span, clock_timestamp())"
                        + " THEN used ELSE 0 END AS used FROM delivery_allowance WHERE span = ? FOR UPDATE)"
                        + " UPDATE delivery_allowance a SET since = date_trunc(a.span, clock_timestamp()),"
                        + " used = was.used + greatest(0, least(?, ? - was.used)) FROM was WHERE a.span = was.span"
                        + " RETURNING greatest(0, least(?, ? - was.used))")) {
            update.setString(1, span);
            update.setInt(2, wanted);
            update.setInt(3, limit.getAsInt());
            update.setInt(4, wanted);
            update.setInt(5, limit.getAsInt());
            try (var row = update.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
