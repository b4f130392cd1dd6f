package org.viestka.subscriber;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list with a header, its columns in any order, separated by comma, semicolon or tab, as spreadsheets have it in different
 * countries. Read a row at a time.
 */
final class CsvFile implements Closeable {

    /** Those that mean something to us. */
    static final List<String> COLUMNS = List.of("email", "edition", "language", "status", "subscribed_at", "discreet");

    /** Characters of a cell that are looked at: more than any that can be right. */
    private static final int LONGEST_CELL = 600;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 30;
    private static final int LONGEST_HEADER = 4_096;

    private final RowLimit limit;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;

    /**
     * One row.
     *
     * @param number of its last line in the file
     * @param cells in the order of {@link #COLUMNS}, empty where the file says nothing
     */
    record Line(long number, List<String> cells) {
        String cell(String column) {
            return cells.get(COLUMNS.indexOf(column));
        }
    }

    /** Reads the header. */
    CsvFile(Reader file) throws IOException {
        var reader = new BufferedReader(file, 2 * LONGEST_HEADER);
        char delimiter = delimiter(reader);
        limit = new RowLimit(reader);
        parser = CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(true).setTrailingData(true).get()
                .parse(limit);
        records = parser.iterator();
        header = records.hasNext()
                ? records.next().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList()
                : List.of();
    }

    boolean has(String column) {
        return header.contains(column);
    }

    boolean isTwice(String column) {
        return header.indexOf(column) != header.lastIndexOf(column);
    }

    /** Names that we do not know, shortened. What may be an address, in a file that has no header, is not repeated. */
    List<String> unknownColumns() {
        return header.stream().filter(name -> !COLUMNS.contains(name)).limit(MOST_NAMES)
                .map(name -> name.contains("@") || name.length() > LONGEST_NAME ? "…" : name.replaceAll("\\s+", " ")).toList();
    }

    /** Of the last row that was read. */
    long lineNumber() {
        return parser.getCurrentLineNumber();
    }

    /**
     * The next row; null after the last one.
     *
     * @throws java.io.UncheckedIOException when there is no making sense of the file from here on
     */
    Line next() {
        if (!records.hasNext()) {
            return null;
        }
        // To know that there is a next row, the parser has read it.
        long number = parser.getCurrentLineNumber();
        var row = records.next();
        limit.rowEnded();
        var cells = new ArrayList<String>(COLUMNS.size());
        for (var column : COLUMNS) {
            int at = header.indexOf(column);
            cells.add(at < 0 || at >= row.size() ? "" : cut(row.get(at).strip()));
        }
        return new Line(number, cells);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static String cut(String cell) {
        return cell.length() <= LONGEST_CELL ? cell : cell.substring(0, LONGEST_CELL);
    }

    /** The one that the first line has most of, outside quotation marks. */
    private static char delimiter(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        var counts = new int[3];
        boolean quoted = false;
        for (int i = 0; i < LONGEST_HEADER - 1; i++) {
            int c = reader.read();
            if (c < 0 || !quoted && (c == '\n' || c == '\r')) {
                break;
            }
            quoted ^= c == '"';
            int which = ",;\t".indexOf(c);
            if (!quoted && which >= 0) {
                counts[which]++;
            }
        }
        reader.reset();
        return counts[2] > Math.max(counts[0], counts[1]) ? '\t' : counts[1] > counts[0] ? ';' : ',';
    }
}
