package org.viestka.lists;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.apache.commons.csv.CSVRecord;
import org.viestka.subscriber.InvisibleSigns;

/** One row of a file, which goes over several lines where a quoted cell does. */
final class CsvRow {

    /** Characters of a cell that are looked at: more than any that can be right. */
    private static final int LONGEST_CELL = 600;
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n]");
    /** Line ends, signs that some programs show as one, and the mark with which the next list begins. */
    private static final String BREAKS = "\r\n\u000B\f\u0085\u2028\u2029\0\u001C\u001D\u001E\uFEFF";
    private static final Pattern BREAK = Pattern.compile("\r\n|[" + BREAKS + "]");
    private static final String BLANKS = "[\\h\\p{Cf}]{0,3}";
    private static final String AT = "(?:[@\uFF20\uFE6B]|[(\\[{]at[)\\]}])";
    /** Also one that is written as none can be: whoever it is must be told of as well. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s\"]@[^\\s\"]|[^\\s\"]" + BLANKS + AT + BLANKS
            + "[^\\s\"@]{1,255}\\.[^\\s\"]", Pattern.CASE_INSENSITIVE);

    private final CSVRecord record;
    private final long firstLine;
    private final boolean isLong;

    /** @param isLong whether it goes over several lines */
    CsvRow(CSVRecord record, long firstLine, boolean isLong) {
        this.record = record;
        this.firstLine = firstLine;
        this.isLong = isLong;
    }

    int size() {
        return record.size();
    }

    /** Without what is invisible around it; empty where the row is too short or a database client wrote that there is nothing. */
    String cell(int position) {
        if (position < 0 || position >= record.size()) {
            return "";
        }
        var cell = InvisibleSigns.strip(record.get(position));
        return cell.equals("NULL") || cell.equals("\\N") ? "" : cell.substring(0, Math.min(cell.length(), LONGEST_CELL));
    }

    boolean isBlank() {
        for (int i = 0; i < record.size(); i++) {
            if (!InvisibleSigns.strip(record.get(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The line in which the text of a cell begins; the first one where the row has no such cell. */
    long line(int position) {
        if (!isLong || position < 0 || position >= record.size()) {
            return firstLine;
        }
        var cell = record.get(position);
        return lineOfCell(position) + lineEnds(cell.substring(0, cell.indexOf(InvisibleSigns.strip(cell))));
    }

    /**
     * The other lines of this row in which there is an address. Either somebody wrote addresses into a note, or a stray quotation mark made
     * rows into a part of a cell: nothing in the file says which.
     */
    Set<Long> otherAddresses(int email) {
        var lines = new TreeSet<Long>();
        long own = line(email);
        for (int i = 0; i < record.size(); i++) {
            var cell = record.get(i);
            if (i == email ? hasBreak(InvisibleSigns.strip(cell)) : isLong || hasBreak(cell)) {
                addAddresses(cell, lineOfCell(i), own, lines);
            }
        }
        return lines;
    }

    /** Whether an address stands behind the last column that has a name. */
    boolean hasAddressBehind(int columns) {
        return IntStream.range(columns, record.size()).anyMatch(i -> ADDRESS.matcher(record.get(i)).find());
    }

    private static boolean hasBreak(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char sign = cell.charAt(i);
            if ((sign < ' ' || sign > '~') && BREAKS.indexOf(sign) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void addAddresses(String cell, long begins, long own, Set<Long> lines) {
        long line = begins;
        var breaks = BREAK.matcher(cell);
        for (int start = 0; start <= cell.length(); start = breaks.end()) {
            boolean more = breaks.find();
            boolean found = ADDRESS.matcher(cell).region(start, more ? breaks.start() : cell.length()).find();
            if (found && (start > 0 || line != own)) {
                lines.add(line);
            }
            if (!more) {
                return;
            }
            line += lineEnds(breaks.group());
        }
    }

    private long lineOfCell(int position) {
        long line = firstLine;
        for (int i = 0; i < position; i++) {
            line += lineEnds(record.get(i));
        }
        return line;
    }

    private static int lineEnds(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? 0 : (int) LINE_END.matcher(text).results().count();
    }
}
