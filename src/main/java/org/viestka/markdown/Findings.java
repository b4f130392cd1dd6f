package org.viestka.markdown;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.viestka.web.Violation;

/** Gathers what of a body is not shown as it was written. */
class Findings {

    /** Examples of a kind that are named; whoever mends those finds the others. */
    private static final int MOST = 5;
    private static final int LONGEST = 80;

    private final Map<Finding, Set<String>> found = new EnumMap<>(Finding.class);

    void add(Finding kind, String name) {
        var line = name.replaceAll("\\s+", " ").strip();
        found.computeIfAbsent(kind, k -> new LinkedHashSet<>())
                .add(line.length() <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST / 2)) + "…");
    }

    /** One for each kind, with the first examples. */
    List<Violation> in(String field) {
        var warnings = new ArrayList<Violation>();
        found.forEach((kind, names) -> {
            var shown = String.join(", ", names.stream().limit(MOST).toList());
            warnings.add(new Violation(field, kind.message(names.size() > MOST ? shown + ", …" : shown)));
        });
        return warnings;
    }
}
