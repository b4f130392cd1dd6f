package org.viestka.subscriber;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a list are called, and which of them mean something to us. Capitals, blanks and signs in a name do not matter:
 * {@code E-Mail} is {@code email}.
 */
final class CsvHeader {

    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 30;

    /** What other programs and people call the column of addresses. The later ones count only where there is none of the former. */
    private static final List<Set<String>> EMAIL = List.of(Set.of("email"),
            Set.of("emailaddress", "emailaddresses", "emails", "mail", "mailaddress", "subscriberemail", "useremail",
                    "contactemail", "primaryemail", "email1", "email1value", "электроннаяпочта", "адресэлектроннойпочты",
                    "элпочта", "эпочта", "эладрес", "электронныйадрес", "емейл", "емайл", "имейл", "мейл", "электроннаяпошта",
                    "адрасэлектроннайпошты", "элпошта", "эпошта", "эладрас", "электронныадрас", "емэйл", "імэйл", "мэйл"),
            Set.of("почта", "пошта", "адрес", "адрас"));

    /** Columns of other programs that say who must not be written to, and the status of those whom they name. */
    private static final Map<String, String> LEFT = Map.ofEntries(Map.entry("unsubtime", "unsubscribed"),
            Map.entry("unsubscribed", "unsubscribed"), Map.entry("unsubscribedat", "unsubscribed"),
            Map.entry("unsubscribedate", "unsubscribed"), Map.entry("unsubscriptiondate", "unsubscribed"),
            Map.entry("optout", "unsubscribed"), Map.entry("optedout", "unsubscribed"), Map.entry("donotemail", "unsubscribed"),
            Map.entry("emaildisabled", "unsubscribed"),
            Map.entry("blacklisted", "unsubscribed"), Map.entry("blocklisted", "unsubscribed"),
            Map.entry("cleantime", "bounced"));
    /** Columns of other programs that say who may be written to, and the status of everybody else. */
    private static final Map<String, String> STAYED = Map.of("subscribedtoemails", "unsubscribed", "confirmed", "pending");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "0", "off");

    private final List<String> names;
    private final int[] positions = new int[CsvFile.COLUMNS.size()];
    private final Map<Integer, String> left = new HashMap<>();
    private final Map<Integer, String> stayed = new HashMap<>();
    private String twice;

    CsvHeader(List<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        var folded = names.stream().map(CsvHeader::folded).toList();
        for (int i = 0; i < positions.length; i++) {
            var column = CsvFile.COLUMNS.get(i);
            positions[i] = column.equals("email") ? email(folded) : only(column, Set.of(folded(column)), folded);
        }
        for (int i = 0; i < folded.size(); i++) {
            if (LEFT.containsKey(folded.get(i))) {
                left.put(i, LEFT.get(folded.get(i)));
            } else if (STAYED.containsKey(folded.get(i))) {
                stayed.put(i, STAYED.get(folded.get(i)));
            }
        }
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
        return names.stream().filter(name -> !isKnown(names.indexOf(name))).limit(MOST_NAMES)
                .map(name -> name.contains("@") || name.length() > LONGEST_NAME ? "…" : name.replaceAll("\\s+", " ")).toList();
    }

    /** The status of a row by what the columns of other programs say in it; null where they say nothing. */
    String statusOfOthers(CsvRow row) {
        for (var column : left.entrySet()) {
            var cell = row.cell(column.getKey()).toLowerCase(Locale.ROOT);
            if (!cell.isEmpty() && !NO.contains(cell)) {
                return column.getValue();
            }
        }
        for (var column : stayed.entrySet()) {
            if (NO.contains(row.cell(column.getKey()).toLowerCase(Locale.ROOT))) {
                return column.getValue();
            }
        }
        return null;
    }

    private boolean isKnown(int position) {
        for (int known : positions) {
            if (known == position) {
                return true;
            }
        }
        return left.containsKey(position) || stayed.containsKey(position);
    }

    private int email(List<String> folded) {
        for (var spellings : EMAIL) {
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

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
