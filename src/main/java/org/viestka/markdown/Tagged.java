package org.viestka.markdown;

import java.util.Set;

import org.commonmark.node.CustomNode;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.ParsedInline;

/**
 * Where emphasis of HTML began or ended. It has signs of its own until the text is read: CommonMark takes asterisks for emphasis
 * only between certain signs, and tags stand between any.
 */
class Tagged extends CustomNode {

    static final char STRONG = '\ue002';
    static final char STRONG_END = '\ue003';
    static final char EMPHASIS = '\ue004';
    static final char EMPHASIS_END = '\ue005';

    private final char sign;

    private Tagged(char sign) {
        this.sign = sign;
    }

    /** Of a tag, for example {@code b}. */
    static String sign(String name, boolean opens) {
        boolean strong = name.equals("b") || name.equals("strong");
        return String.valueOf(strong ? opens ? STRONG : STRONG_END : opens ? EMPHASIS : EMPHASIS_END);
    }

    static boolean isSign(char c) {
        return c >= STRONG && c <= EMPHASIS_END;
    }

    boolean isStrong() {
        return sign == STRONG || sign == STRONG_END;
    }

    boolean opens() {
        return sign == STRONG || sign == EMPHASIS;
    }

    /** Asked for each of the four signs. */
    static class Factory implements InlineContentParserFactory {

        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of(STRONG, STRONG_END, EMPHASIS, EMPHASIS_END);
        }

        @Override
        public InlineContentParser create() {
            return state -> {
                var sign = new Tagged(state.scanner().peek());
                state.scanner().next();
                return ParsedInline.of(sign, state.scanner().position());
            };
        }
    }
}
