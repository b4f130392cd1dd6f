package org.viestka.smtp;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a relay said, as it may be kept and shown. */
public final class ReplyText {

    private static final int LONGEST = 500;
    private static final String HIDDEN = "<…>";
    private static final Pattern ADDRESS = Pattern.compile("<[^<>\\s]*>|[^\\s<>,;:()\"'\\[\\]]+@[^\\s<>,;:()\"'\\[\\]]+");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]+");

    private ReplyText() {}

    /**
     * One line of at most 500 characters, without whatever looks like an address.
     *
     * @param names addresses of readers, of which either half is hidden too, or names of users
     */
    public static String anonymous(String text, String... names) {
        // Cut first: what follows is not linear. Cut again at the end, so that no half of an address is left there.
        var safe = CONTROLS.matcher(cut(text, 2 * LONGEST)).replaceAll(" ").strip();
        if (safe.indexOf('@') >= 0 || safe.indexOf('<') >= 0) {
            safe = ADDRESS.matcher(safe).replaceAll(HIDDEN);
        }
        for (var name : names) {
            int at = name.lastIndexOf('@');
            safe = without(at < 0 ? name : name.substring(0, at), safe);
            // Of a small provider the domain alone says much.
            safe = at < 0 ? safe : without(name.substring(at + 1), safe);
        }
        return cut(safe, LONGEST);
    }

    private static String without(String part, String text) {
        // One or two letters would be found in any sentence.
        if (part.length() <= 2 || !text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT))) {
            return text;
        }
        int flags = Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        return Pattern.compile(part, flags).matcher(text).replaceAll(HIDDEN);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
