package org.viestka.admin;

import java.util.regex.Pattern;

import org.viestka.publication.Words;
import org.viestka.web.Violations;

/** What users and tokens may be called: what is safe in HTTP Basic (no colon), in a log, and in the audit trail (no address). */
final class AccountNames {

    private static final int MOST = 100;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]*");

    private AccountNames() {}

    static boolean isName(String text) {
        return text.length() <= MOST && NAME.matcher(text).matches();
    }

    /** Notes everything wrong with a new name. */
    static void check(Violations violations, String name) {
        if (violations.text(name, MOST, "name")) {
            violations.check(isName(name), "name", Words::invalid_name);
        }
    }
}
