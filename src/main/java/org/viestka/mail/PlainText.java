package org.viestka.mail;

import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Plain text for people: at most 72 columns, so that it stays under 78 when quoted (RFC 5322 §2.1.1). */
public final class PlainText {

    private static final int COLUMNS = 72;
    // RFC 3676 §4.3
    private static final String SIGNATURE = "-- ";
    /** What stands before the text of a line: indents and signs of quotation, then the mark of a list. */
    private static final Pattern MARGIN = Pattern.compile("([ >]{0,36})((?:[-+*]|\\d{1,9}[.)]) +)?");

    private PlainText() {}

    /**
     * Wraps each line between words and keeps its margin: what was quoted or in a list stays so. A word that is longer, such as a
     * link, stands alone and whole.
     */
    public static String wrap(String text) {
        var lines = new StringJoiner("\n");
        for (var line : text.split("\n", -1)) {
            if (line.equals(SIGNATURE)) {
                lines.add(line);
            } else {
                wrap(line.stripTrailing(), lines);
            }
        }
        return lines.toString();
    }

    private static void wrap(String line, StringJoiner lines) {
        var margin = MARGIN.matcher(line);
        margin.lookingAt();
        int begin = margin.end();
        var next = margin.group(1) + (margin.group(2) == null ? "" : " ".repeat(margin.group(2).length()));
        var current = new StringBuilder(line.substring(0, begin));
        int columns = begin;
        for (var word : line.substring(begin).split(" ")) {
            int width = word.codePointCount(0, word.length());
            if (columns > begin && columns + 1 + width > COLUMNS) {
                lines.add(current);
                current.setLength(0);
                current.append(next);
                columns = begin;
            }
            if (columns > begin) {
                current.append(' ');
                columns++;
            }
            current.append(word);
            columns += width;
        }
        lines.add(current);
    }
}
