package org.viestka.markdown;

import java.util.List;
import java.util.regex.Pattern;

import org.viestka.web.Violation;

/** The signs of a text as they are kept. */
public final class Signs {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cs}\\p{IsNoncharacter_Code_Point}&&[^\\n\\t]]");
    // As word processors write them by the fonts Symbol and Wingdings.
    private static final Pattern BULLETS = Pattern.compile("[\\uf0a7\\uf0a8\\uf0b7\\uf0d8\\uf0fc]");
    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n|\\r|\\u000b");

    private Signs() {}

    /** Without control and private-use characters and noncharacters, and with LF line ends. */
    public static String clean(String text) {
        return clean(text, new Findings());
    }

    /** The same, and tells what is taken out. */
    public static String clean(String text, Findings findings) {
        var lines = BULLETS.matcher(LINE_ENDS.matcher(text).replaceAll("\n")).replaceAll("•");
        return CONTROL.matcher(lines).replaceAll(match -> {
            findings.add(Finding.SIGNS, "U+%04X".formatted(match.group().codePointAt(0)));
            return "";
        });
    }

    /** Tells what {@link #clean} takes out. */
    public static List<Violation> warnings(String text, String field) {
        var findings = new Findings();
        clean(text, findings);
        return findings.in(field);
    }
}
