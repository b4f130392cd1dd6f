package org.viestka.rotation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.publication.Words;
import org.viestka.subscriber.BulkChanges;
import org.viestka.vault.KeyRotation;
import org.viestka.vault.UnusableKeysetException;
import org.viestka.vault.Vault;
import org.viestka.web.Problem;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * Seals the addresses of all subscribers with a new key, some at a time, in the order of their ids, on whichever node comes
 * first. How far it is stands with the rows it changed, so that a killed node loses nothing but its last batch.
 */
@ApplicationScoped
class Resealing {

    /** So few that nobody notices having waited for them. */
    static final int BATCH = 500;

    private static final Logger LOG = Logger.getLogger(Resealing.class);
    private static final int KEY_PREFIX = 5;

    private final AgroalDataSource database;
    private final KeyRotation rotation;
    private final Vault vault;
    private final Clock clock;

    Resealing(AgroalDataSource database, KeyRotation rotation, Vault vault, Clock clock) {
        this.database = database;
        this.rotation = rotation;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * How far it is.
     *
     * @param total subscribers when it began; who came later was sealed with the new key at once
     * @param finishedAt null until it is
     */
    record Progress(long done, long total, Instant begunAt, Instant finishedAt) {}

    /** @throws Problem 409 when there is no new key, a node does not have it, or the last rotation is still at work */
    void begin() {
        QuarkusTransaction.requiringNew().call(() -> {
            var outcome = rotation.rotate();
            switch (outcome) {
                case NOTHING_NEW -> throw Problem.conflict(Words::keys_nothing_new);
                case NODES_LACK_IT -> throw Problem.conflict(Words::keys_nodes_lack);
                case ADDRESSES_TOO -> insert();
                case OTHERS_ONLY -> LOG.info("New keys come into force; addresses keep theirs.");
            }
            return outcome;
        });
    }

    /** The last one; empty when there never was any. */
    Optional<Progress> progress() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "SELECT done, total, begun_at, finished_at FROM resealing ORDER BY begun_at DESC, key_id LIMIT 1");
                var rows = select.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            var finished = rows.getTimestamp(4);
            return Optional.of(new Progress(rows.getLong(1), rows.getLong(2), rows.getTimestamp(3).toInstant(),
                    finished == null ? null : finished.toInstant()));
        }
    }

    @Scheduled(every = "5s", identity = "seal-addresses-anew", concurrentExecution = ConcurrentExecution.SKIP)
    void goOn() {
        try {
            while (batch()) {
                LOG.debug("Some more addresses are sealed with the new key");
            }
        } catch (UnusableKeysetException e) {
            LOG.errorf("The addresses cannot be sealed anew on this node. %s", e.getMessage());
        }
    }

    /** Seals some more, all or none of them. False when there was nothing to do or another node was just doing it. */
    boolean batch() {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection();
                    var select = connection.prepareStatement(
                            "SELECT up_to FROM resealing WHERE finished_at IS NULL FOR UPDATE SKIP LOCKED");
                    var row = select.executeQuery()) {
                return row.next() && batch(connection, row.getObject(1, UUID.class));
            }
        });
    }

    private boolean batch(Connection connection, UUID after) throws SQLException {
        BulkChanges.lock(connection);
        vault.hold(connection);
        try (var select = connection.prepareStatement(
                "SELECT id, address, address_folded FROM subscriber WHERE id > ? ORDER BY id LIMIT ? FOR UPDATE")) {
            select.setObject(1, after);
            select.setInt(2, BATCH);
            var batch = new SealedRows(select, vault);
            batch.write(connection, "subscriber", "uuid");
            boolean last = batch.size() < BATCH;
            advance(connection, last ? after : (UUID) batch.lastId(), batch.size());
            if (last) {
                sealSignUpsAnew(connection);
                end(connection);
            }
            return !last;
        }
    }

    /** Those that wait, which is for a second; or for longer, if something is wrong with them. */
    private void sealSignUpsAnew(Connection connection) throws SQLException {
        try (var select = connection
                .prepareStatement("SELECT id, address, address_folded FROM sign_up ORDER BY id FOR UPDATE SKIP LOCKED")) {
            new SealedRows(select, vault).write(connection, "sign_up", "bigint");
        }
    }

    private static void advance(Connection connection, UUID upTo, int done) throws SQLException {
        try (var update = connection
                .prepareStatement("UPDATE resealing SET up_to = ?, done = done + ? WHERE finished_at IS NULL")) {
            update.setObject(1, upTo);
            update.setInt(2, done);
            update.executeUpdate();
        }
    }

    /** Before a key is said to be of no use any more, it is looked whether that is so. */
    private void end(Connection connection) throws SQLException {
        var prefix = Arrays.copyOf(vault.sealFolded(""), KEY_PREFIX);
        try (var left = connection.prepareStatement("SELECT EXISTS (SELECT FROM subscriber WHERE"
                + " substring(address FROM 1 FOR 5) <> ? OR substring(address_folded FROM 1 FOR 5) <> ?)")) {
            left.setBytes(1, prefix);
            left.setBytes(2, prefix);
            try (var rows = left.executeQuery()) {
                rows.next();
                if (rows.getBoolean(1)) {
                    throw new IllegalStateException("Some addresses are still sealed with a former key");
                }
            }
        }
        try (var update = connection.prepareStatement("UPDATE resealing SET finished_at = ? WHERE finished_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.executeUpdate();
        }
        rotation.retireFormerAddressKeys();
        LOG.info("All addresses are sealed with the new key.");
    }

    private void insert() throws SQLException {
        try (var connection = database.getConnection();
                var busy = connection.prepareStatement("SELECT FROM resealing WHERE finished_at IS NULL");
                var insert = connection.prepareStatement("INSERT INTO resealing (key_id, total, begun_at)"
                        + " SELECT max(id), (SELECT count(*) FROM subscriber), ? FROM vault_key WHERE use = 'addresses' AND seq ="
                        + " (SELECT max(seq) FROM vault_key WHERE use = 'addresses')")) {
            try (var rows = busy.executeQuery()) {
                if (rows.next()) {
                    throw Problem.conflict(Words::keys_busy);
                }
            }
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
        LOG.info("A new key seals addresses from now on; those that are there follow.");
    }
}
