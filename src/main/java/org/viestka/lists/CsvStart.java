package org.viestka.lists;

import java.util.ArrayList;
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

    /** By the hint; or the one by which there is a column of addresses; or else the one that the header has most of. */
    char delimiter() {
        var header = header();
        var hint = HINT.matcher(header);
        if (hint.matches()) {
            return hint.group(1).charAt(0);
        }
        char best = DELIMITERS.charAt(0);
        int exactest = Integer.MAX_VALUE;
        int most = 0;
        for (char delimiter : DELIMITERS.toCharArray()) {
            var names = names(header, delimiter);
            int rank = names.stream().mapToInt(CsvStart::rank).min().orElseThrow();
            if (names.size() > 1 && (rank < exactest || rank == exactest && names.size() > most)) {
                best = delimiter;
                exactest = rank;
                most = names.size();
            }
        }
        return best;
    }

    /** What stands between the delimiters, outside quotation marks. */
    private static List<String> names(String header, char delimiter) {
        var names = new ArrayList<String>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < header.length(); i++) {
            quoted ^= header.charAt(i) == '"';
            if (!quoted && header.charAt(i) == delimiter) {
                names.add(header.substring(start, i));
                start = i + 1;
            }
        }
        names.add(header.substring(start));
        return names;
    }

    private static int rank(String name) {
        // What has another delimiter in it is several names.
        return EmailColumn.rank(name.chars().anyMatch(sign -> DELIMITERS.indexOf(sign) >= 0) ? "" : ImportNames.folded(name));
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
