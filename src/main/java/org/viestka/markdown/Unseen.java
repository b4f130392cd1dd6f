package org.viestka.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;

/** Finds what an author typed and CommonMark shows nobody. */
class Unseen extends AbstractVisitor {

    /** The name of a programming language, which no reader misses. */
    private static final Pattern CODE_NAME = Pattern.compile("[A-Za-z0-9+#._-]{0,20}");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    private final String source;
    private final Findings findings;
    private final Set<String> called = new HashSet<>();
    private final List<LinkReferenceDefinition> definitions = new ArrayList<>();

    private Unseen(String source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    static void tell(String source, Findings findings) {
        var unseen = new Unseen(source, findings);
        Markdown.parseTracing(source).accept(unseen);
        for (var definition : unseen.definitions) {
            if (!unseen.called.contains(definition.getDestination())) {
                findings.add(Finding.UNUSED_ADDRESSES, "[" + definition.getLabel() + "]: " + definition.getDestination());
            }
        }
    }

    @Override
    public void visit(Link link) {
        called.add(link.getDestination());
        visitChildren(link);
    }

    @Override
    public void visit(Image image) {
        called.add(image.getDestination());
        visitChildren(image);
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
        definitions.add(definition);
    }

    @Override
    public void visit(FencedCodeBlock code) {
        if (!CODE_NAME.matcher(code.getInfo()).matches()) {
            findings.add(Finding.CODE_WORDS, code.getInfo());
        }
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof TableRow row) {
            tellBeyond(row);
        }
        visitChildren(node);
    }

    /** The library does not read cells beyond the last column of the head: only the source tells of them. */
    private void tellBeyond(TableRow row) {
        int columns = 0;
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            columns++;
        }
        for (var span : row.getSourceSpans()) {
            var line = source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
            Arrays.stream(CELL_END.split(line.strip().replaceFirst("^\\|", ""))).skip(columns)
                    .filter(cell -> !cell.isBlank()).forEach(cell -> findings.add(Finding.CELLS, cell));
        }
    }
}
