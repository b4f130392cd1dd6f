package org.viestka.lists;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the columns of a list are called, and which of them mean something to us. Capitals, blanks and signs in a name do not matter:
 * {@code E-Mail} is {@code email}.
 */
final class CsvHeader {

    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 30;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]@[^\\s@]+\\.\\w");

    private final List<String> names;
    private final int[] positions = new int[CsvFile.COLUMNS.size()];
    private final OptOuts optOuts;
    private String twice;

    CsvHeader(List<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        var folded = names.stream().map(ImportNames::folded).toList();
        for (int i = 0; i < positions.length; i++) {
            var column = CsvFile.COLUMNS.get(i);
            positions[i] = column.equals("email") ? email(folded) : only(column, Set.of(ImportNames.folded(column)), folded);
        }
        optOuts = new OptOuts(folded, Arrays.stream(positions).boxed().collect(Collectors.toSet()));
    }

    int size() {
        return names.size();
    }

    /** Where a column stands in a row; -1 where there is none. */
    int position(String column) {
        return positions[CsvFile.COLUMNS.indexOf(column)];
    }

    /** A column that is there more than once; null where each is there once at most. */
    String twice() {
        return twice;
    }

    /** Names that mean nothing to us, shortened. What may be an address, in a file that has no header, is not repeated. */
    List<String> unknown() {
        return shown(IntStream.range(0, names.size()).filter(position -> !isKnown(position)));
    }

    /** Names of columns that seem to say who has left, in a way that we do not know. */
    List<String> strange() {
        return shown(optOuts.strange().stream().mapToInt(position -> position));
    }

    private List<String> shown(IntStream columns) {
        return columns.mapToObj(names::get).limit(MOST_NAMES)
                .map(name -> name.contains("@") || name.length() > LONGEST_NAME ? "…" : name.replaceAll("\\s+", " ")).toList();
    }

    /**
     * What a row says of the status, or what it says in the columns of other programs where that is stronger.
     *
     * @throws ImportFault.Refused when nobody can tell what it says there
     */
    String status(CsvRow row) throws ImportFault.Refused {
        var written = row.cell(position("status"));
        var own = ImportNames.status(written);
        return optOuts.status(row)
                .filter(other -> own.map(status -> OptOuts.isStronger(other, status)).orElseGet(other::isGone))
                .map(other -> other.name().toLowerCase(Locale.ROOT)).orElse(written);
    }

    /** Whether readers stand where the names of columns should: a file without a header, or with line ends that are none. */
    boolean hasAddress() {
        return names.stream().anyMatch(name -> ADDRESS.matcher(name).find());
    }

    private boolean isKnown(int position) {
        for (int known : positions) {
            if (known == position) {
                return true;
            }
        }
        return optOuts.has(position);
    }

    private int email(List<String> folded) {
        for (var spellings : EmailColumn.NAMES) {
            int position = only("email", spellings, folded);
            if (position >= 0) {
                return position;
            }
        }
        return -1;
    }

    private int only(String column, Set<String> spellings, List<String> folded) {
        int position = -1;
        for (int i = 0; i < folded.size(); i++) {
            if (spellings.contains(folded.get(i))) {
                twice = position < 0 ? twice : column;
                position = position < 0 ? i : position;
            }
        }
        return position;
    }
}
