package org.viestka.admin;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.vault.Vault;
import org.viestka.web.Problem;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.AuthenticationFailedException;

/**
 * Who failed to sign in within the last quarter of an hour, counted in the database, so that it holds over nodes and restarts.
 * Ten failures shut a name, fifty a network, until they lapse. From a network where a user has signed in lately, only failures
 * from there count for that user: a stranger who knows a name cannot shut its owner out. Of names and networks only keyed
 * hashes are kept. An attempt counts as failed until it is known to have succeeded: a thousand at once get no further than ten.
 */
@ApplicationScoped
class FailedSignIns {

    static final int PER_NAME = 10;
    static final int PER_NETWORK = 50;
    static final Duration WITHIN = Duration.ofMinutes(15);
    static final Duration KNOWN_FOR = Duration.ofDays(14);

    private static final Logger LOG = Logger.getLogger(FailedSignIns.class);

    private final AgroalDataSource database;
    private final Vault vault;
    private final Clock clock;

    FailedSignIns(AgroalDataSource database, Vault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** What failures are counted by, and how many are too many. */
    private record Counter(byte[] key, int most) {}

    /**
     * One attempt, counted.
     *
     * @param name key of what a success clears
     * @param rows of this attempt
     * @param pair key of name and network together
     */
    record Attempt(byte[] name, List<Long> rows, byte[] pair) {}

    /** @throws AuthenticationFailedException with a 429 and the seconds until it is worth trying again */
    Attempt begin(String name, String network) {
        var now = clock.instant();
        var pair = vault.networkHash("sign-in of " + name + " from " + network);
        var delay = new Duration[]{Duration.ZERO};
        var attempt = QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection()) {
                var counters = isKnown(connection, pair, now)
                        ? List.of(new Counter(pair, PER_NAME))
                        : List.of(new Counter(vault.networkHash("sign-in of " + name), PER_NAME),
                                new Counter(vault.networkHash("sign-in from " + network), PER_NETWORK));
                for (var counter : counters) {
                    lock(connection, counter);
                    var wait = delay(connection, counter, now);
                    delay[0] = wait.compareTo(delay[0]) > 0 ? wait : delay[0];
                }
                var rows = new ArrayList<Long>();
                if (delay[0].isZero()) {
                    for (var counter : counters) {
                        rows.add(add(connection, counter, now));
                    }
                }
                return new Attempt(counters.get(0).key, rows, pair);
            }
        });
        if (!delay[0].isZero()) {
            throw new AuthenticationFailedException(Problem.tooMany(delay[0].plusMillis(999).toSeconds()));
        }
        return attempt;
    }

    /** It came to nothing, and was no guess. */
    void withdraw(Attempt attempt) {
        QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection()) {
                return remove(connection, attempt);
            }
        });
    }

    /** Forgets the failures of the name, and knows the network from now on. Others' failures from there stay. */
    void succeeded(Attempt attempt) {
        QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection();
                    var clear = connection.prepareStatement("DELETE FROM failed_sign_in WHERE key = ?");
                    var know = connection.prepareStatement("INSERT INTO known_network AS k (key, seen_at) VALUES (?, ?)"
                            // Not at each call: to the day is enough.
                            + " ON CONFLICT (key) DO UPDATE SET seen_at = excluded.seen_at"
                            + " WHERE k.seen_at < excluded.seen_at - interval '1 day'")) {
                clear.setBytes(1, attempt.name);
                clear.executeUpdate();
                know.setBytes(1, attempt.pair);
                know.setTimestamp(2, Timestamp.from(clock.instant()));
                know.executeUpdate();
                return remove(connection, attempt);
            }
        });
    }

    @Scheduled(every = "1h", identity = "forget-sign-ins", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        var now = clock.instant();
        QuarkusTransaction.requiringNew().call(() -> {
            Session.deleteExpired(now);
            try (var connection = database.getConnection();
                    var failures = connection.prepareStatement("DELETE FROM failed_sign_in WHERE at <= ?");
                    var networks = connection.prepareStatement("DELETE FROM known_network WHERE seen_at <= ?")) {
                failures.setTimestamp(1, Timestamp.from(now.minus(WITHIN)));
                networks.setTimestamp(1, Timestamp.from(now.minus(KNOWN_FOR)));
                return failures.executeUpdate() + networks.executeUpdate();
            }
        });
    }

    private static boolean isKnown(Connection connection, byte[] pair, Instant now) throws SQLException {
        try (var select = connection.prepareStatement("SELECT FROM known_network WHERE key = ? AND seen_at > ?")) {
            select.setBytes(1, pair);
            select.setTimestamp(2, Timestamp.from(now.minus(KNOWN_FOR)));
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Until the transaction ends, on all nodes. */
    private static void lock(Connection connection, Counter counter) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, ByteBuffer.wrap(counter.key).getLong());
            lock.executeQuery().close();
        }
    }

    private static Duration delay(Connection connection, Counter counter, Instant now) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT at FROM failed_sign_in WHERE key = ? AND at > ? ORDER BY at DESC OFFSET ? LIMIT 1")) {
            select.setBytes(1, counter.key);
            select.setTimestamp(2, Timestamp.from(now.minus(WITHIN)));
            select.setInt(3, counter.most - 1);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Duration.between(now, rows.getTimestamp(1).toInstant().plus(WITHIN))
                        : Duration.ZERO;
            }
        }
    }

    private static long add(Connection connection, Counter counter, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO failed_sign_in (key, at) VALUES (?, ?) RETURNING id,"
                + " (SELECT count(*) FROM failed_sign_in WHERE key = ? AND at > ?)")) {
            insert.setBytes(1, counter.key);
            insert.setTimestamp(2, Timestamp.from(now));
            insert.setBytes(3, counter.key);
            insert.setTimestamp(4, Timestamp.from(now.minus(WITHIN)));
            try (var rows = insert.executeQuery()) {
                rows.next();
                if (rows.getInt(2) + 1 == counter.most) {
                    LOG.warnf(
                            "The %dth attempt to sign in within a quarter of an hour that did not succeed, %s: no more for now.",
                            counter.most, counter.most == PER_NAME ? "for one user" : "from one network");
                }
                return rows.getLong(1);
            }
        }
    }

    private static int remove(Connection connection, Attempt attempt) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM failed_sign_in WHERE id = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", attempt.rows.toArray()));
            return delete.executeUpdate();
        }
    }
}
