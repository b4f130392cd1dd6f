package org.viestka.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.postgresql.PGConnection;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Unremovable;

/** The whole database as a thief sees it. */
@Singleton
@Unremovable
public class Dump {

    private static final Pattern OCTETS = Pattern.compile("\\\\\\\\x([0-9a-f]+)");

    @Inject
    AgroalDataSource database;

    /** Every row of every table, as pg_dump writes them; behind it what the binary columns hold. */
    public byte[] take() throws SQLException, IOException {
        var dump = new ByteArrayOutputStream();
        try (var connection = database.getConnection()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : tables()) {
                dump.write(("\n" + table + "\n").getBytes());
                copy.copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT", dump);
            }
        }
        var octets = OCTETS.matcher(dump.toString()).results().map(match -> HexFormat.of().parseHex(match.group(1))).toList();
        for (var binary : octets) {
            dump.write('\n');
            dump.write(binary);
        }
        return dump.toByteArray();
    }

    /** Names of the tables that hold rows. */
    public List<String> tables() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT quote_ident(relname) FROM pg_class"
                        + " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname");
                var rows = select.executeQuery()) {
            var tables = new ArrayList<String>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }

    /** Where the database keeps its files. */
    public String directory() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW data_directory")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Has everything written to the files. */
    public void flush() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }
}
