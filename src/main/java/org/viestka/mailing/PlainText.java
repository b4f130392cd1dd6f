package org.viestka.mailing;

import java.util.StringJoiner;

/** Plain text for people: at most 72 columns, so that it stays under 78 when quoted (RFC 5322 §2.1.1). */
final class PlainText {

    private static final int COLUMNS = 72;

    private PlainText() {}

    /** Wraps each line between words. A word that is longer, such as a link, stands alone and whole. */
    static String wrap(String text) {
        var lines = new StringJoiner("\n");
        for (var line : text.split("\n", -1)) {
            wrap(line.stripTrailing(), lines);
        }
        return lines.toString();
    }

    private static void wrap(String line, StringJoiner lines) {
        var current = new StringBuilder();
        int columns = 0;
        for (var word : line.split(" ")) {
            int width = word.codePointCount(0, word.length());
            if (columns > 0 && columns + 1 + width > COLUMNS) {
                lines.add(current);
                current.setLength(0);
                columns = 0;
            }
            if (columns > 0) {
                current.append(' ');
                columns++;
            }
            current.append(word);
            columns += width;
        }
        lines.add(current);
    }
}
