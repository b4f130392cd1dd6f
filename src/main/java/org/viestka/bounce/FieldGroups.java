package org.viestka.bounce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The fields of a report: groups between empty lines, names in lower case, folded lines joined (RFC 3464 §2.1). */
final class FieldGroups {

    private static final int LONGEST_FIELD = 4 * 1024;

    private FieldGroups() {}

    static List<Map<String, String>> of(String text) {
        var groups = new ArrayList<Map<String, String>>();
        Map<String, String> group = new LinkedHashMap<>();
        String name = null;
        for (var line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                groups.add(group);
                group = new LinkedHashMap<>();
                name = null;
            } else if (Character.isWhitespace(line.charAt(0)) && name != null) {
                group.merge(name, line.strip(), FieldGroups::joined);
            } else if (colon > 0) {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                // A program that forgets the empty line between two recipients.
                if (Set.of("action", "final-recipient").contains(name) && group.containsKey(name)) {
                    groups.add(group);
                    group = new LinkedHashMap<>();
                }
                group.merge(name, line.substring(colon + 1).strip(), FieldGroups::joined);
            }
        }
        groups.add(group);
        groups.forEach(fields -> fields.replaceAll((field, value) -> EncodedWords.decode(value)));
        return groups;
    }

    /** Up to a bound: to copy a field for each of its lines would cost the square of its length. */
    private static String joined(String one, String other) {
        return one.length() > LONGEST_FIELD ? one : one + " " + other;
    }
}
