package org.viestka.lists;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.viestka.lists.CsvFile.Line;

/** Some rows of a list, one after another, as octets: what is taken in and worked off at a time. */
final class ImportPiece {

    /** So many that statements are few, and so few that everybody else waits but milliseconds. */
    static final int MOST = 1_000;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(64 * 1024);
    private final DataOutputStream out = new DataOutputStream(octets);
    private int rows;

    void add(Line line) {
        try {
            out.writeLong(line.number());
            for (var cell : line.cells()) {
                out.writeUTF(cell);
            }
            out.writeUTF(line.fault() == null ? "" : line.fault().name());
            rows++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int rows() {
        return rows;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    static List<Line> rows(byte[] octets) {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            var lines = new ArrayList<Line>(MOST);
            while (in.available() > 0) {
                long number = in.readLong();
                var cells = new ArrayList<String>(CsvFile.COLUMNS.size());
                for (int i = 0; i < CsvFile.COLUMNS.size(); i++) {
                    cells.add(in.readUTF());
                }
                var fault = in.readUTF();
                lines.add(new Line(number, cells, fault.isEmpty() ? null : ImportFault.valueOf(fault)));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it is sealed for: it cannot be put in the place of another. */
    static String place(UUID run, int seq) {
        return "piece of a list " + run + " " + seq;
    }
}
