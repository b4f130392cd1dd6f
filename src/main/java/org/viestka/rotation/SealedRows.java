package org.viestka.rotation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.viestka.vault.Vault;

/** Some rows of a table that holds sealed addresses, opened one by one and sealed with the key of now. */
final class SealedRows {

    private final List<Object> ids = new ArrayList<>();
    private final List<byte[]> addresses = new ArrayList<>();
    private final List<byte[]> folded = new ArrayList<>();

    /** @param select gives {@code id, address, address_folded}, locked */
    SealedRows(PreparedStatement select, Vault vault) throws SQLException {
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1));
                addresses.add(vault.sealAnew(rows.getBytes(2)));
                folded.add(vault.sealFoldedAnew(rows.getBytes(3)));
            }
        }
    }

    int size() {
        return ids.size();
    }

    Object lastId() {
        return ids.get(ids.size() - 1);
    }

    /** @param idType of the table's ids, in SQL */
    void write(Connection connection, String table, String idType) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE " + table + " t SET address = r.address,"
                + " address_folded = r.folded FROM unnest(?::" + idType
                + "[], ?::bytea[], ?::bytea[]) AS r(id, address, folded)"
                + " WHERE t.id = r.id")) {
            update.setArray(1, connection.createArrayOf(idType, ids.toArray()));
            update.setArray(2, connection.createArrayOf("bytea", addresses.toArray(byte[][]::new)));
            update.setArray(3, connection.createArrayOf("bytea", folded.toArray(byte[][]::new)));
            update.executeUpdate();
        }
    }
}
