package org.viestka.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.viestka.publication.Words;

/** Gathers everything wrong with an input, so that the caller is told all of it at once. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    /** Notes a violation unless {@code holds}; gives {@code holds} back. */
    public boolean check(boolean holds, String field, Function<Words, String> message) {
        if (!holds) {
            found.add(new Violation(field, message));
        }
        return holds;
    }

    /** Checks that a text is there, is not blank and has at most {@code most} characters. */
    public boolean text(String value, int most, String field) {
        return check(value != null && !value.isBlank(), field, Words::invalid_missing)
                && check(value.length() <= most, field, words -> words.invalid_too_long(most));
    }

    /** The same for a text of one line, without signs that control something. */
    public boolean line(String value, int most, String field) {
        return text(value, most, field)
                && check(value.chars().noneMatch(Character::isISOControl), field, Words::invalid_json);
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /** @throws Problem with status 400 and every violation, if there is any */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(found());
        }
    }
}
