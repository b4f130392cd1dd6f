package org.viestka.markdown;

import java.util.List;
import java.util.regex.Pattern;

import org.commonmark.node.Block;
import org.commonmark.node.DefinitionMap;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.beta.LinkInfo;
import org.commonmark.parser.beta.LinkProcessor;
import org.commonmark.parser.beta.LinkResult;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/** Reads notes as GitHub has them. The extension of the library for them does not come in the version of its parser. */
class NoteParser extends AbstractBlockParser {

    private static final String LABEL = "\\^([^\\s\\[\\]](?:[^\\[\\]\n]{0,98}[^\\s\\[\\]])?)";
    private static final Pattern START = Pattern.compile("\\[" + LABEL + "\\]:");
    private static final Pattern MARK = Pattern.compile(LABEL);
    /** Columns by which a line belongs to the note above it. */
    private static final int INDENT = 4;

    private final Note note;

    private NoteParser(String label) {
        note = new Note(label);
    }

    /** Finds where a note begins. */
    static class Factory implements BlockParserFactory {

        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            if (state.getIndent() >= INDENT) {
                return BlockStart.none();
            }
            var line = state.getLine().getContent();
            var start = START.matcher(line).region(state.getNextNonSpaceIndex(), line.length());
            return start.lookingAt()
                    ? BlockStart.of(new NoteParser(start.group(1))).atIndex(start.end())
                    : BlockStart.none();
        }
    }

    /** Finds the marks that refer to notes. */
    static class Marks implements LinkProcessor {

        @Override
        public LinkResult process(LinkInfo link, Scanner scanner, InlineParserContext context) {
            var mark = MARK.matcher(link.text(scanner));
            if (!mark.matches()) {
                return LinkResult.none();
            }
            // "[^1](see there)" is a mark and a remark where there is such a note.
            return link.destination() == null || context.getDefinition(Note.class, mark.group(1)) != null
                    ? LinkResult.replaceWith(new NoteMark(mark.group(1)), link.afterTextBracket())
                    : LinkResult.none();
        }
    }

    @Override
    public Block getBlock() {
        return note;
    }

    @Override
    public List<DefinitionMap<?>> getDefinitions() {
        var definitions = new DefinitionMap<>(Note.class);
        definitions.putIfAbsent(note.label(), note);
        return List.of(definitions);
    }

    @Override
    public boolean isContainer() {
        return true;
    }

    @Override
    public boolean canContain(Block child) {
        return !(child instanceof Note);
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
        if (state.isBlank()) {
            return BlockContinue.atIndex(state.getIndex());
        }
        return state.getIndent() >= INDENT ? BlockContinue.atColumn(state.getColumn() + INDENT) : BlockContinue.none();
    }
}
