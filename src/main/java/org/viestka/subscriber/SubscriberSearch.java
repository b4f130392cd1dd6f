package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;

/**
 * Reads many subscribers one after another, in the order in which they came. Between two batches it holds neither a
 * connection nor a transaction: whoever takes a million rows slowly keeps nobody else from working.
 */
@ApplicationScoped
public class SubscriberSearch {

    private static final int ROWS_AT_ONCE = 2_000;
    private static final int PLACES_AT_ONCE = 2_000;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final AgroalDataSource database;
    private final Vault vault;
    private final ExecutorService searchers = Executors.newFixedThreadPool(PROCESSORS,
            task -> new Thread(task, "subscriber-search"));

    SubscriberSearch(AgroalDataSource database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Which subscribers. Null for all. */
    public record Filter(String edition, SubscriberStatus status) {

        /** As SQL, empty where nothing is asked; {@code more} is a condition of the caller's own, or empty. */
        String where(String more) {
            var all = (edition == null ? "" : " AND edition = ?") + (status == null ? "" : " AND status = ?") + more;
            return all.isEmpty() ? "" : " WHERE " + all.substring(" AND ".length());
        }

        /** Sets its parameters from {@code first} on and gives the next one's number. */
        int set(PreparedStatement statement, int first) throws SQLException {
            int next = first;
            if (edition != null) {
                statement.setString(next++, edition);
            }
            if (status != null) {
                statement.setString(next++, status.name());
            }
            return next;
        }
    }

    /** One row with its address opened. */
    public record Row(UUID id, String address, String edition, String language, SubscriberStatus status, Instant subscribedAt,
            boolean discreet) {}

    private record Sealed(long place, UUID id, byte[] address, String edition, String language, SubscriberStatus status,
            Instant subscribedAt, boolean discreet) {}

    /** Takes one after another. */
    public interface Sink<T, E extends Exception> {
        void take(T one) throws E;
    }

    /**
     * By part of an address, letter case folded: every address is opened, one at a time, and let go. All searches together take
     * one connection and one thread for each processor.
     *
     * @param sink takes the ids of those on the page, oldest first, as soon as they are found
     * @return how many there are in all
     */
    <E extends Exception> long find(Filter filter, String part, int page, int size, Sink<UUID, E> sink)
            throws SQLException, E {
        var wanted = part.toLowerCase(Locale.ROOT);
        long from = (long) page * size;
        long total = 0;
        long last = lastPlace();
        long next = 0;
        var ahead = new ArrayDeque<Future<List<UUID>>>();
        try {
            do {
                for (; ahead.size() <= PROCESSORS && next < last; next += PLACES_AT_ONCE) {
                    long after = next;
                    ahead.add(searchers.submit(() -> hits(filter, wanted, after, Math.min(after + PLACES_AT_ONCE, last))));
                }
                for (var id : ahead.isEmpty() ? List.<UUID>of() : result(ahead.remove())) {
                    if (total >= from && total < from + size) {
                        sink.take(id);
                    }
                    total++;
                }
            } while (!ahead.isEmpty());
            return total;
        } finally {
            ahead.forEach(search -> search.cancel(true));
        }
    }

    private List<UUID> hits(Filter filter, String wanted, long after, long last) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT id, address FROM subscriber"
                        + filter.where(" AND place > ? AND place <= ?") + " ORDER BY place")) {
            int next = filter.set(select, 1);
            select.setLong(next, after);
            select.setLong(next + 1, last);
            var found = new ArrayList<UUID>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    if (vault.open(rows.getBytes(2)).toLowerCase(Locale.ROOT).contains(wanted)) {
                        found.add(rows.getObject(1, UUID.class));
                    }
                }
            }
            return found;
        }
    }

    private static <T> T result(Future<T> future) throws SQLException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void stop() {
        searchers.shutdownNow();
    }

    /** Each as it is when its batch is read; who comes after the last one that was there at the beginning is left out. */
    public <E extends Exception> void forEach(Filter filter, Sink<Row, E> sink) throws SQLException, E {
        long last = lastPlace();
        long after = 0;
        for (var batch = read(filter, after, last); !batch.isEmpty(); batch = read(filter, after, last)) {
            for (var row : batch) {
                sink.take(new Row(row.id(), vault.open(row.address()), row.edition(), row.language(), row.status(),
                        row.subscribedAt(), row.discreet()));
            }
            after = batch.get(batch.size() - 1).place();
        }
    }

    private long lastPlace() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT max(place) FROM subscriber");
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<Sealed> read(Filter filter, long after, long last) throws SQLException {
        try (var connection = database.getConnection(); var select = select(connection, filter)) {
            int next = filter.set(select, 1);
            select.setLong(next, after);
            select.setLong(next + 1, last);
            select.setInt(next + 2, ROWS_AT_ONCE);
            try (var rows = select.executeQuery()) {
                var batch = new ArrayList<Sealed>(ROWS_AT_ONCE);
                while (rows.next()) {
                    batch.add(new Sealed(rows.getLong(1), rows.getObject(2, UUID.class), rows.getBytes(3), rows.getString(4),
                            rows.getString(5), SubscriberStatus.valueOf(rows.getString(6)), rows.getTimestamp(7).toInstant(),
                            rows.getBoolean(8)));
                }
                return batch;
            }
        }
    }

    private static PreparedStatement select(Connection connection, Filter filter) throws SQLException {
        return connection.prepareStatement("SELECT place, id, address, edition, language, status, subscribed_at, discreet"
                + " FROM subscriber" + filter.where(" AND place > ? AND place <= ?") + " ORDER BY place LIMIT ?");
    }
}
