package org.viestka.commentary;

import java.util.regex.Pattern;

import org.commonmark.internal.ListBlockParser;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/** Lists as CommonMark has them, but a year with a full stop at the start of a line begins none: "2016. It was…" is a sentence. */
class Lists implements BlockParserFactory {

    private static final Pattern YEAR = Pattern.compile("\\d{4,9}[.)](\\s.*)?");
    // This factory is asked before those of CommonMark, where "* * *" and "- - -" come before lists.
    private static final Pattern THEMATIC_BREAK = Pattern.compile("[*\\s]+|[-\\s]+");

    // Not of the library's interface, which has no other way to narrow what begins a list.
    private final ListBlockParser.Factory lists = new ListBlockParser.Factory();

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        var line = state.getLine().getContent();
        var rest = line.subSequence(Math.min(state.getNextNonSpaceIndex(), line.length()), line.length());
        return YEAR.matcher(rest).matches() || isThematicBreak(rest)
                ? BlockStart.none()
                : lists.tryStart(state, matched);
    }

    private static boolean isThematicBreak(CharSequence rest) {
        return THEMATIC_BREAK.matcher(rest).matches() && rest.chars().filter(c -> !Character.isWhitespace(c)).count() >= 3;
    }
}
