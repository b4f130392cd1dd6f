package org.viestka.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.commonmark.internal.ListBlockParser;
import org.commonmark.node.Block;
import org.commonmark.node.Document;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParser;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * Lists as CommonMark has them, but none that changes a number. A year with a full stop at the start of a line begins none: "2016.
 * It was…" is a sentence; nor does "007.", of which 7 would be left. And an item that is not the next by its number begins another list: "5. December", "12. December".
 */
class Lists implements BlockParserFactory {

    /** A year, a number that begins with naught, a date. */
    static final String NO_NUMBER_OF_AN_ITEM = "(?:(?:\\d{4,9}|0\\d{1,8})[.)]|\\d{1,2}\\.\\s\\d{1,2}\\.\\s\\d{4}(?!\\d))";
    private static final Pattern YEAR = Pattern.compile(NO_NUMBER_OF_AN_ITEM + "(\\s.*)?");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})[.)](?:\\s.*)?");
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
                : lists.tryStart(state, isNext(rest, matched.getMatchedBlockParser()) ? matched : new Apart(matched));
    }

    private static boolean isThematicBreak(CharSequence rest) {
        return THEMATIC_BREAK.matcher(rest).matches() && rest.chars().filter(c -> !Character.isWhitespace(c)).count() >= 3;
    }

    /** Whether an item may go on with a list. Whoever gives all the same number leaves counting to us. */
    private static boolean isNext(CharSequence item, BlockParser before) {
        Matcher number = NUMBER.matcher(item);
        if (!number.matches() || !(before.getBlock() instanceof OrderedList list)) {
            return true;
        }
        int found = Integer.parseInt(number.group(1));
        int items = 0;
        for (Node node = list.getFirstChild(); node != null; node = node.getNext()) {
            items++;
        }
        return found == list.getMarkerStartNumber() + items || found == list.getMarkerStartNumber();
    }

    /** Hides the list that an item could go on with. */
    private record Apart(MatchedBlockParser matched) implements MatchedBlockParser {

        @Override
        public BlockParser getMatchedBlockParser() {
            return new NoList();
        }

        @Override
        public SourceLines getParagraphLines() {
            return matched.getParagraphLines();
        }
    }

    private static final class NoList extends AbstractBlockParser {

        private final Document block = new Document();

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return BlockContinue.none();
        }
    }
}
