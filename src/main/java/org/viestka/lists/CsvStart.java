package org.viestka.lists;

import java.util.List;
import java.util.regex.Pattern;

import org.viestka.subscriber.InvisibleSigns;

/** The beginning of a list, as far as it is looked at to find out what stands between its cells. */
record CsvStart(String text) {

    /** Characters. */
    static final int MOST = 4_096;

    private static final String DELIMITERS = ",;\t|";
    /** What Excel writes and reads in front of a header. */
    private static final Pattern HINT = Pattern.compile("\"?\\s*sep=([^\\p{L}\\p{N}\"@.\r\n])\"?[^\\S\r\n]*\\1*",
            Pattern.CASE_INSENSITIVE);

    /** By the hint, or else the one that the header has most of, outside quotation marks. */
    char delimiter() {
        var header = header();
        var hint = HINT.matcher(header);
        if (hint.matches()) {
            return hint.group(1).charAt(0);
        }
        var counts = new int[DELIMITERS.length()];
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            quoted ^= header.charAt(i) == '"';
            int which = DELIMITERS.indexOf(header.charAt(i));
            if (!quoted && which >= 0) {
                counts[which]++;
            }
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return DELIMITERS.charAt(most);
    }

    /** Whether a row is the hint and no header. */
    static boolean isHint(List<String> cells) {
        return !cells.isEmpty() && cells.stream().skip(1).allMatch(String::isEmpty)
                && Pattern.matches("(?i)sep=.?", cells.get(0));
    }

    /** False of pictures, spreadsheets and whatever else is no text: their first line has control signs. */
    boolean isText() {
        return header().chars().noneMatch(sign -> sign < ' ' && !Character.isWhitespace(sign));
    }

    /** The first line with anything in it but delimiters; line ends within quotation marks do not end it. */
    private String header() {
        int start = 0;
        while (start < text.length() && (InvisibleSigns.is(text.charAt(start)) || DELIMITERS.indexOf(text.charAt(start)) >= 0)
                && text.charAt(start) != 0) {
            start++;
        }
        boolean quoted = false;
        int end = start;
        while (end < text.length() && (quoted || text.charAt(end) != '\n' && text.charAt(end) != '\r')) {
            quoted ^= text.charAt(end) == '"';
            end++;
        }
        return text.substring(start, end);
    }
}
