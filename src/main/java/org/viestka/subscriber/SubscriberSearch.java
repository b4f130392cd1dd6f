package org.viestka.subscriber;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;

/** Reads many subscribers as a stream: a million pass through the same few kilobytes. */
@ApplicationScoped
class SubscriberSearch {

    private static final int ROWS_AT_ONCE = 1_000;

    private final AgroalDataSource database;
    private final Vault vault;

    SubscriberSearch(AgroalDataSource database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Which subscribers. Null for all. */
    record Filter(String edition, SubscriberStatus status) {}

    /** One row with its address opened. */
    record Row(UUID id, String address, String edition, String language, SubscriberStatus status,
            java.time.Instant subscribedAt) {}

    /** Takes rows one after another. */
    interface Sink<E extends Exception> {
        void take(Row row) throws E;
    }

    /** What a search gave: the ids on the page, and how many there are in all. */
    record Found(List<UUID> ids, long total) {}

    /** By part of an address, letter case folded. Every address is opened, one at a time, and let go. */
    Found find(Filter filter, String part, int page, int size) throws SQLException {
        var wanted = part.toLowerCase(Locale.ROOT);
        var ids = new ArrayList<UUID>();
        long from = (long) page * size;
        var total = new long[1];
        forEach(filter, row -> {
            if (row.address().toLowerCase(Locale.ROOT).contains(wanted)) {
                if (total[0] >= from && ids.size() < size) {
                    ids.add(row.id());
                }
                total[0]++;
            }
        });
        return new Found(ids, total[0]);
    }

    /** In the order in which they came. */
    <E extends Exception> void forEach(Filter filter, Sink<E> sink) throws SQLException, E {
        try (var connection = database.getConnection()) {
            // The driver streams only within a transaction.
            connection.setAutoCommit(false);
            try (var select = connection
                    .prepareStatement("SELECT id, address, edition, language, status, subscribed_at FROM subscriber"
                            + " WHERE (?::text IS NULL OR edition = ?) AND (?::text IS NULL OR status = ?) ORDER BY subscribed_at, id")) {
                var status = filter.status() == null ? null : filter.status().name();
                select.setFetchSize(ROWS_AT_ONCE);
                select.setString(1, filter.edition());
                select.setString(2, filter.edition());
                select.setString(3, status);
                select.setString(4, status);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        sink.take(new Row(rows.getObject(1, UUID.class), vault.open(rows.getBytes(2)), rows.getString(3),
                                rows.getString(4), SubscriberStatus.valueOf(rows.getString(5)),
                                rows.getTimestamp(6).toInstant()));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
