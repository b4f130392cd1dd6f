package org.viestka.idempotency;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.CallSeal;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** The calls of the last day that came with a key, sealed, on every node. */
@ApplicationScoped
class Calls {

    private final AgroalDataSource database;
    private final CallSeal seal;
    private final ObjectMapper json;
    private final IdempotencyConfig config;
    private final Clock clock;

    Calls(AgroalDataSource database, CallSeal seal, ObjectMapper json, IdempotencyConfig config, Clock clock) {
        this.database = database;
        this.seal = seal;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Notes that a call begins.
     *
     * @param id 32 octets
     * @return the call that came first under this id; empty when it is this one
     */
    Optional<Call> begin(byte[] id, Call call) throws SQLException, IOException {
        while (true) {
            forgetOld();
            if (insert(id, call)) {
                return Optional.empty();
            }
            var first = find(id);
            // Empty when it failed or was forgotten since; then this one may begin.
            if (first.isPresent()) {
                return first;
            }
        }
    }

    void answered(byte[] id, Call call) throws SQLException, IOException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("UPDATE idempotency_key SET call = ? WHERE id = ?")) {
            update.setBytes(1, sealed(id, call));
            update.setBytes(2, id);
            update.executeUpdate();
        }
    }

    /** As if the call had never come. */
    void forget(byte[] id) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM idempotency_key WHERE id = ?")) {
            delete.setBytes(1, id);
            delete.executeUpdate();
        }
    }

    @Scheduled(every = "1h", identity = "forget-calls", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetOld() throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM idempotency_key WHERE began_at <= ?")) {
            delete.setTimestamp(1, Timestamp.from(clock.instant().minus(config.retention())));
            delete.executeUpdate();
        }
    }

    private boolean insert(byte[] id, Call call) throws SQLException, IOException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO idempotency_key (id, began_at, call) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, id);
            insert.setTimestamp(2, Timestamp.from(clock.instant()));
            insert.setBytes(3, sealed(id, call));
            return insert.executeUpdate() == 1;
        }
    }

    private Optional<Call> find(byte[] id) throws SQLException, IOException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT call FROM idempotency_key WHERE id = ?")) {
            select.setBytes(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(json.readValue(seal.open(id, rows.getBytes(1)), Call.class))
                        : Optional.empty();
            }
        }
    }

    private byte[] sealed(byte[] id, Call call) throws IOException {
        return seal.seal(id, json.writeValueAsBytes(call));
    }
}
