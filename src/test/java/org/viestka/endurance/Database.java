package org.viestka.endurance;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.viestka.support.FreePort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL that several nodes share: durable, and to be stopped and started as it pleases. */
final class Database implements AutoCloseable {

    private final Path files;
    private final int port;
    private EmbeddedPostgres running;

    Database(Path directory) throws IOException {
        files = directory.resolve("postgres");
        port = FreePort.find();
        start();
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        running = EmbeddedPostgres.builder().setDataDirectory(files).setCleanDataDirectory(false).setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60)).setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on").start();
    }

    /** In good order, but without waiting for anybody who is connected. */
    void stop() throws IOException {
        running.close();
    }

    /** As it falls when its machine does: without a last word to the disk. */
    void crash() throws IOException, InterruptedException {
        // SIGQUIT is PostgreSQL's immediate shutdown: every process of it ends at once.
        new ProcessBuilder("kill", "-QUIT", String.valueOf(running.getProcess().pid())).start().waitFor();
        running.getProcess().waitFor();
        // There is nothing left to stop, but the library gives its lock on the files back.
        running.close();
    }

    /** A mailing by its row. */
    record Mailing(String state, String reason, int total, int sent, int failed, int skipped) {}

    Mailing mailing(String week) throws SQLException {
        try (var connection = connect();
                var select = connection.prepareStatement("SELECT state, reason, total, sent, failed, skipped FROM mailing"
                        + " WHERE week = ? AND edition = 'be-ru'")) {
            select.setString(1, week);
            try (var row = select.executeQuery()) {
                row.next();
                return new Mailing(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4), row.getInt(5),
                        row.getInt(6));
            }
        }
    }

    /** Rows of the ledger by state. */
    Map<String, Integer> states(String week) throws SQLException {
        try (var connection = connect();
                var select = connection
                        .prepareStatement("SELECT state, count(*) FROM delivery WHERE week = ? GROUP BY state")) {
            select.setString(1, week);
            try (var rows = select.executeQuery()) {
                var states = new HashMap<String, Integer>();
                while (rows.next()) {
                    states.put(rows.getString(1), rows.getInt(2));
                }
                return states;
            }
        }
    }

    /** Nodes that hold a lease, whether they live or not. */
    int nodes() throws SQLException {
        return count("SELECT count(*) FROM delivery_node");
    }

    /** Nodes that have begun to send what they hold, where that is noted. */
    int nodesThatSend() throws SQLException {
        return count("SELECT count(DISTINCT claim) FROM delivery WHERE state = 'claimed' AND begun");
    }

    private int count(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
