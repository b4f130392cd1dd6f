package org.viestka.lists;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list with a header, its columns in any order, separated by comma, semicolon, tab or vertical bar. Read a row at a time. Nobody is
 * lost in silence: each line with an address is a row, or part of one that is told, or the file cannot be read. Rows of nothing but
 * delimiters are passed over.
 */
final class CsvFile implements Closeable {

    /** Those that mean something to us. */
    static final List<String> COLUMNS = List.of("email", "edition", "language", "status", "subscribed_at", "discreet");

    private final CsvText text;
    private final char delimiter;
    private final RowLimit limit;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final CsvHeader header;
    private final int[] positions;
    private final Queue<Line> told = new ArrayDeque<>();
    private long headerLine;
    private long rowBegins;

    /**
     * One row.
     *
     * @param number of the line where its address stands
     * @param cells in the order of {@link #COLUMNS}, empty where the file says nothing
     * @param fault why it cannot be taken, whatever the cells say; null unless that is so
     */
    record Line(long number, List<String> cells, ImportFault fault) {

        private static final List<String> NOTHING = COLUMNS.stream().map(column -> "").toList();

        static Line told(long number, ImportFault fault) {
            return new Line(number, NOTHING, fault);
        }

        String cell(String column) {
            return cells.get(COLUMNS.indexOf(column));
        }
    }

    /**
     * Reads the header.
     *
     * @throws UnreadableFile when there is none that names a column of addresses
     */
    CsvFile(CsvText text) throws IOException {
        this.text = text;
        var reader = new BufferedReader(text, 2 * CsvStart.MOST);
        var start = start(reader);
        limit = new RowLimit(reader);
        // A mark that opens a cell behind a blank opens it in spreadsheets too.
        delimiter = start.delimiter();
        parser = CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreSurroundingSpaces(true).get()
                .parse(limit);
        records = parser.iterator();
        header = header(start);
        positions = COLUMNS.stream().mapToInt(header::position).toArray();
    }

    boolean has(String column) {
        return header.position(column) >= 0;
    }

    CsvHeader header() {
        return header;
    }

    /** The line that names the columns. */
    long headerLine() {
        return headerLine;
    }

    /**
     * The next row; null after the last one.
     *
     * @throws UnreadableFile when there is no making sense of the file from here on
     */
    Line next() throws UnreadableFile {
        if (!told.isEmpty()) {
            return told.remove();
        }
        var row = read();
        if (row == null) {
            return null;
        }
        int email = header.position("email");
        long number = row.line(email);
        var together = row.otherAddresses(email);
        if (together.isEmpty()) {
            return line(row, number);
        }
        // What stands in the row itself may come from the rows that it holds.
        together.add(number);
        together.forEach(line -> told.add(Line.told(line, ImportFault.HELD_TOGETHER)));
        return told.remove();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private Line line(CsvRow row, long number) {
        try {
            return new Line(number, cells(row), fault(row, header.position("email")));
        } catch (ImportFault.Refused refused) {
            return Line.told(number, refused.fault);
        }
    }

    private ImportFault fault(CsvRow row, int email) {
        if (isTwoCells(row.cell(email))) {
            return ImportFault.EMAIL_MALFORMED;
        }
        return row.hasAddressBehind(header.size()) ? ImportFault.NO_COLUMN : null;
    }

    /** Of the delimiters an address can contain the bar alone. A header of one name does not tell the delimiter. */
    private boolean isTwoCells(String email) {
        return email.indexOf('|') >= 0 && (delimiter == '|' || header.size() == 1);
    }

    private List<String> cells(CsvRow row) throws ImportFault.Refused {
        var cells = new ArrayList<String>(positions.length);
        for (int position : positions) {
            cells.add(row.cell(position));
        }
        cells.set(COLUMNS.indexOf("status"), header.status(row));
        return cells;
    }

    private CsvHeader header(CsvStart start) throws UnreadableFile {
        try {
            var row = read();
            if (row != null && CsvStart.isHint(names(row))) {
                row = read();
            }
            headerLine = Math.max(1, rowBegins);
            var found = new CsvHeader(row == null ? List.of() : names(row));
            if (row != null && !row.otherAddresses(-1).isEmpty()) {
                throw new UnreadableFile(UnreadableFile.Reason.BROKEN, rowBegins, line());
            }
            if (found.position("email") < 0 && !start.isText()) {
                throw new UnreadableFile(UnreadableFile.Reason.BINARY);
            }
            return found;
        } catch (UnreadableFile e) {
            throw e.isBroken() && !start.isText() ? new UnreadableFile(UnreadableFile.Reason.BINARY) : e;
        }
    }

    /** Of the file, so many as have ended. */
    private long line() {
        return text.inFile(parser.getCurrentLineNumber());
    }

    private static List<String> names(CsvRow row) {
        return IntStream.range(0, row.size()).mapToObj(row::cell).toList();
    }

    /** The next row that is not blank; null after the last one. */
    private CsvRow read() throws UnreadableFile {
        try {
            while (true) {
                long before = parser.getCurrentLineNumber();
                rowBegins = line() + 1;
                if (!records.hasNext()) {
                    return null;
                }
                var row = new CsvRow(records.next(), rowBegins, parser.getCurrentLineNumber() > before + 1);
                limit.rowEnded();
                if (!row.isBlank()) {
                    return row;
                }
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            throw UnreadableFile.of(e, rowBegins, line());
        }
    }

    private static CsvStart start(BufferedReader reader) throws IOException {
        reader.mark(CsvStart.MOST);
        var start = new char[CsvStart.MOST];
        int length = 0;
        for (int read = 0; read >= 0 && length < start.length; length += Math.max(0, read)) {
            read = reader.read(start, length, start.length - length);
        }
        reader.reset();
        return new CsvStart(new String(start, 0, length));
    }
}
