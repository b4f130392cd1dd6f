package org.viestka.commentary;

import java.util.regex.Pattern;

/** The signs of a text as they are kept. */
final class Signs {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cs}\\uFFFE\\uFFFF&&[^\\n\\t]]");
    // As word processors write them by the fonts Symbol and Wingdings.
    private static final Pattern BULLETS = Pattern.compile("[\\uf0a7\\uf0a8\\uf0b7\\uf0d8\\uf0fc]");
    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n|\\r|\\u000b");

    private Signs() {}

    /** Without control and private-use characters and what XML cannot carry, and with LF line ends. */
    static String clean(String text) {
        return CONTROL.matcher(BULLETS.matcher(LINE_ENDS.matcher(text).replaceAll("\n")).replaceAll("•")).replaceAll("");
    }
}
