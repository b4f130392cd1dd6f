package org.viestka.lists;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Fails when a row does not end: a quotation mark that is never closed would take a whole file for one cell. */
class RowLimit extends FilterReader {

    /** Characters; some thousands more pass, as whoever reads from here reads ahead. */
    static final int MOST = 64 * 1024;

    private int sinceRow;

    RowLimit(Reader in) {
        super(in);
    }

    void rowEnded() {
        sinceRow = 0;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        return counted(count, count);
    }

    private int counted(int result, int count) throws IOException {
        sinceRow += Math.max(0, count);
        if (sinceRow > MOST) {
            throw new UnreadableFile(UnreadableFile.Reason.ROW_TOO_LONG);
        }
        return result;
    }
}
