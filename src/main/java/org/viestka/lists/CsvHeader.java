package org.viestka.lists;

import static java.util.Map.entry;
import static org.viestka.subscriber.SubscriberStatus.ACTIVE;
import static org.viestka.subscriber.SubscriberStatus.BOUNCED;
import static org.viestka.subscriber.SubscriberStatus.COMPLAINED;
import static org.viestka.subscriber.SubscriberStatus.PAUSED;
import static org.viestka.subscriber.SubscriberStatus.PENDING;
import static org.viestka.subscriber.SubscriberStatus.UNSUBSCRIBED;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.viestka.subscriber.SubscriberStatus;

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
    private static final Map<String, SubscriberStatus> LEFT = Map.ofEntries(entry("unsubtime", UNSUBSCRIBED),
            entry("unsubscribed", UNSUBSCRIBED), entry("unsubscribedat", UNSUBSCRIBED), entry("unsubscribedate", UNSUBSCRIBED),
            entry("unsubscriptiondate", UNSUBSCRIBED), entry("optout", UNSUBSCRIBED), entry("optedout", UNSUBSCRIBED),
            entry("donotemail", UNSUBSCRIBED), entry("emaildisabled", UNSUBSCRIBED), entry("blacklisted", UNSUBSCRIBED),
            entry("blocklisted", UNSUBSCRIBED), entry("cleantime", BOUNCED));
    /** Columns of other programs that say who may be written to, and the status of everybody else. */
    private static final Map<String, SubscriberStatus> STAYED = Map.of("subscribedtoemails", UNSUBSCRIBED, "confirmed",
            PENDING);
    /** Those behind keep away whatever those before do, and are harder to undo. */
    private static final List<SubscriberStatus> WEAKEST_FIRST = List.of(ACTIVE, PAUSED, PENDING, BOUNCED, UNSUBSCRIBED,
            COMPLAINED);
    /** What programs write where there is nothing to say. */
    private static final Set<String> NOTHING = Set.of("-", "–", "—", "none", "null", "nil", "n/a", "#n/a", "never", "нет",
            "не");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]@[^\\s@]+\\.\\w");

    private final List<String> names;
    private final int[] positions = new int[CsvFile.COLUMNS.size()];
    private final Map<Integer, SubscriberStatus> left = new HashMap<>();
    private final Map<Integer, SubscriberStatus> stayed = new HashMap<>();
    private String twice;

    CsvHeader(List<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        var folded = names.stream().map(ImportNames::folded).toList();
        for (int i = 0; i < positions.length; i++) {
            var column = CsvFile.COLUMNS.get(i);
            positions[i] = column.equals("email") ? email(folded) : only(column, Set.of(ImportNames.folded(column)), folded);
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

    /** What a row says of the status, or what it says in the columns of other programs where that is stronger. */
    String status(CsvRow row) {
        var written = row.cell(position("status"));
        var own = ImportNames.status(written);
        return statusOfOthers(row).filter(other -> own.map(status -> isStronger(other, status)).orElseGet(other::isGone))
                .map(other -> other.name().toLowerCase(Locale.ROOT)).orElse(written);
    }

    private Optional<SubscriberStatus> statusOfOthers(CsvRow row) {
        var gone = left.entrySet().stream().filter(column -> !isNo(row.cell(column.getKey())));
        var strange = stayed.entrySet().stream()
                .filter(column -> !row.cell(column.getKey()).isEmpty() && isNo(row.cell(column.getKey())));
        return Stream.concat(gone, strange).map(Map.Entry::getValue).max(Comparator.comparing(WEAKEST_FIRST::indexOf));
    }

    private static boolean isStronger(SubscriberStatus one, SubscriberStatus other) {
        return WEAKEST_FIRST.indexOf(one) > WEAKEST_FIRST.indexOf(other);
    }

    /** Also where the text is empty. */
    private static boolean isNo(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return NOTHING.contains(small) || ImportTime.isNothing(small) || ImportNames.yes(text).filter(yes -> !yes).isPresent();
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
}
