package org.viestka.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.viestka.commentary.CommentariesChanged;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Unremovable;

/** Wipes what a former test left: rows, mail and time. The keys stay: so do those in the key file. */
@Singleton
@Unremovable
public class Slate {

    private static final List<String> TABLES = List.of(
            "commentary", "translation", "subscriber", "suppression", "outbox", "subscriber_import",
            "subscriber_import_error", "issue_decision", "mailing", "mailing_text", "delivery", "account",
            "api_token", "session", "second_factor", "recovery_code", "failed_sign_in", "known_network",
            "audit_entry", "delivery_node", "sign_up_count", "address_failure", "sign_up", "confirmation_count",
            "consent_text", "resealing", "vault_node", "subscriber_movement", "movement_day", "subscriber_day",
            "mailing_result", "webhook", "webhook_message", "webhook_attempt", "webhook_failure",
            "idempotency_key", "relay_trouble", "subscriber_count", "subscriber_import_piece", "subscriber_import_seen");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Inject
    AgroalDataSource database;

    @Inject
    MailCatcher mail;

    @Inject
    MovableClock clock;

    @Inject
    Event<CommentariesChanged> changed;

    public void wipe() {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            // The audit trail lets nobody empty it; the tests own the database.
            statement.execute("SET session_replication_role = replica");
            connection.setAutoCommit(false);
            lockAll(connection, statement);
            statement.execute("TRUNCATE " + String.join(", ", TABLES));
            statement.execute("UPDATE database_home SET identity = database_identity()");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("RESET session_replication_role");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        // Pages are kept for some seconds, which pass in a moved clock alone.
        changed.fire(new CommentariesChanged());
        mail.clear();
        clock.set(MovableClock.WEDNESDAY);
    }

    /** As if the database had been restored from a backup. */
    public void moveDatabase() {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("UPDATE database_home SET identity = '7000000000000000000/5/16500'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * All tables or none. The service's jobs go on meanwhile, each with its own order of tables, and {@code TRUNCATE} waits for
     * one table while it holds others: a deadlock in the end. So what waits here holds nothing.
     */
    private static void lockAll(Connection connection, Statement statement) throws SQLException {
        while (!lockedAtOnce(connection, statement)) {
            for (var table : TABLES) {
                statement.execute("LOCK TABLE " + table);
                connection.rollback();
            }
        }
    }

    private static boolean lockedAtOnce(Connection connection, Statement statement) throws SQLException {
        try {
            statement.execute("LOCK TABLE " + String.join(", ", TABLES) + " NOWAIT");
            return true;
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            return false;
        }
    }
}
