package org.viestka.lists;

import java.nio.CharBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

import org.viestka.subscriber.InvisibleSigns;

/**
 * Takes byte order marks out of a text, wherever joined files left them, and makes plain blanks of other ones beside quotation marks. Behind a row with an address, and before what is no end of
 * its cell, a mark is the only trace of a line end that the former list did not have: it becomes one. Between other letters of a cell it
 * stays, as an address with one is none.
 */
final class JoinedLists {

    private static final char MARK = '\uFEFF';
    private static final char SWAPPED_MARK = '\uFFFE';
    private static final String DELIMITERS = ",;\t|";

    /** Of the lines that end with what was a mark, the numbers. */
    private final Queue<Long> added = new ArrayDeque<>();
    private long addedBefore;
    private long lineEnds;
    private char last;
    /** Something stands in the row, in the cell. */
    private boolean inRow;
    private boolean inCell;
    private boolean hasAddress;
    private boolean quoted;
    /** Just behind a quotation mark that closes, or is the first half of one that is doubled. */
    private boolean closed;
    /** Nothing but blanks since a quotation mark that closes. */
    private boolean behindQuotation;
    /** A mark was read; what becomes of it depends on what comes next. */
    private boolean waiting;

    /** Takes all of it; writes one sign more at most. */
    void copy(CharBuffer from, CharBuffer to) {
        while (from.hasRemaining()) {
            char sign = from.get();
            if (sign != MARK && sign != SWAPPED_MARK) {
                if (waiting && !isBlank(sign)) {
                    endWaiting(sign, to);
                } else {
                    put(sign, to);
                }
            } else if (quoted) {
                put(MARK, to);
            } else {
                waiting |= inRow;
                closed = false;
            }
        }
    }

    /** How many line ends stand in the file where there are so many in what came out of here. Asked with numbers that grow. */
    long inFile(long ends) {
        while (!added.isEmpty() && added.peek() <= ends) {
            added.remove();
            addedBefore++;
        }
        return ends - addedBefore;
    }

    private void endWaiting(char sign, CharBuffer to) {
        waiting = false;
        if (isLineEnd(sign) || DELIMITERS.indexOf(sign) >= 0) {
            put(sign, to);
        } else if (inCell && hasAddress) {
            put('\n', to);
            added.add(lineEnds);
            put(sign, to);
        } else if (!inCell && sign == '"') {
            // Within the marks, or they would not open the cell.
            put(sign, to);
            put(MARK, to);
        } else {
            put(MARK, to);
            put(sign, to);
        }
    }

    private void put(char sign, CharBuffer to) {
        if (!quoted && sign != ' ' && isBlank(sign) && (!inCell || behindQuotation)) {
            // Beside quotation marks the parser knows no other blank.
            put(' ', to);
            return;
        }
        to.put(sign);
        if (sign == '\r' || sign == '\n' && last != '\r') {
            lineEnds++;
        }
        last = sign;
        boolean closes = quoted && sign == '"';
        if (closes) {
            quoted = false;
        } else if (!quoted) {
            begin(sign);
        }
        behindQuotation = closes || behindQuotation && isBlank(sign);
        closed = closes;
        hasAddress |= sign == '@';
    }

    private void begin(char sign) {
        if (isLineEnd(sign)) {
            inRow = false;
            inCell = false;
            hasAddress = false;
        } else if (DELIMITERS.indexOf(sign) >= 0) {
            inRow = true;
            inCell = false;
        } else if (sign == '"' && (closed || !inCell) || !inCell && !isBlank(sign)) {
            quoted = sign == '"';
            inRow = true;
            inCell = true;
        }
    }

    private static boolean isBlank(char sign) {
        return sign != '\t' && !isLineEnd(sign) && InvisibleSigns.is(sign) && sign != MARK;
    }

    private static boolean isLineEnd(char sign) {
        return sign == '\n' || sign == '\r';
    }
}
