package org.viestka.restore;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;

/**
 * Whether the database is where it was when somebody last answered for it. One that was restored from a backup has forgotten
 * what was sent since; a copy has the readers of the real one. Neither sends anything before an admin has looked.
 */
@ApplicationScoped
public class DatabaseHome {

    /** A condition for queries: true at home. */
    public static final String IS_HERE = "EXISTS (SELECT FROM database_home WHERE identity = database_identity())";

    private static final Logger LOG = Logger.getLogger(DatabaseHome.class);

    private final AgroalDataSource database;
    private volatile boolean told;

    DatabaseHome(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Whether anything may be sent. Where not, the log says so, once for a node.
     *
     * @throws PersistenceException when the database does not answer
     */
    public boolean isHere() {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT " + IS_HERE);
                var rows = select.executeQuery()) {
            rows.next();
            boolean here = rows.getBoolean(1);
            tell(here);
            return here;
        } catch (SQLException e) {
            throw new PersistenceException("The database did not say where it is", e);
        }
    }

    private void tell(boolean here) {
        if (!here && !told) {
            LOG.error("This database was restored from a backup, copied or moved: nothing is sent, and no mailing begins, until"
                    + " an admin has looked at what went out meanwhile, and calls POST /api/restore/confirm.");
        }
        told = !here;
    }

    /** Notes that these are not the files that were last written to. Nothing happens where no tables have been made yet. */
    public static void leave(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var table = statement.executeQuery("SELECT to_regclass('database_home') IS NOT NULL")) {
            if (table.next() && table.getBoolean(1)) {
                statement.executeUpdate("UPDATE database_home SET identity = 'elsewhere'");
            }
        }
    }

    /** From now on this is the place. */
    void settle() throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("UPDATE database_home SET identity = database_identity()")) {
            update.executeUpdate();
        }
    }
}
