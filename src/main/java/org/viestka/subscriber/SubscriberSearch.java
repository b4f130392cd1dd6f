package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;

/**
 * Reads many subscribers one after another, in the order in which they came. Between two batches it holds neither a
 * connection nor a transaction: whoever takes a million rows slowly keeps nobody else from working.
 */
@ApplicationScoped
class SubscriberSearch {

    private static final int ROWS_AT_ONCE = 2_000;

    private final AgroalDataSource database;
    private final Vault vault;

    SubscriberSearch(AgroalDataSource database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Which subscribers. Null for all. */
    record Filter(String edition, SubscriberStatus status) {

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
    record Row(UUID id, String address, String edition, String language, SubscriberStatus status, Instant subscribedAt,
            boolean discreet) {}

    private record Sealed(long place, UUID id, byte[] address, String edition, String language, SubscriberStatus status,
            Instant subscribedAt, boolean discreet) {}

    /** Takes rows one after another. */
    interface Sink<E extends Exception> {
        void take(Row row) throws E;
    }

    /**
     * By part of an address, letter case folded: every address is opened, one at a time, and let go.
     *
     * @param sink takes those on the page as soon as they are found
     * @return how many there are in all
     */
    <E extends Exception> long find(Filter filter, String part, int page, int size, Sink<E> sink) throws SQLException, E {
        var wanted = part.toLowerCase(Locale.ROOT);
        long from = (long) page * size;
        var total = new long[1];
        this.<E>forEach(filter, row -> {
            if (row.address().toLowerCase(Locale.ROOT).contains(wanted)) {
                if (total[0] >= from && total[0] < from + size) {
                    sink.take(row);
                }
                total[0]++;
            }
        });
        return total[0];
    }

    /** Each as it is when its batch is read; who comes after the last one that was there at the beginning is left out. */
    <E extends Exception> void forEach(Filter filter, Sink<E> sink) throws SQLException, E {
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
