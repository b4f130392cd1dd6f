package org.viestka.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Delimited;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * Leaves the asterisks in {@code 2*3*4}, {@code *.*} and {@code ^_^ *_*}: between two digits and around nothing but signs nobody
 * means emphasis, which CommonMark sees there.
 */
class Multiplication extends AbstractVisitor {

    private static final Pattern SIGNS = Pattern.compile("[!-/:-@\\[-`{-~ &&[^\"']]+|(?s)\\.\\p{L}.*");

    private final List<Node> found = new ArrayList<>();

    void mend(Node document) {
        document.accept(this);
        for (var emphasis : found) {
            var delimited = (Delimited) emphasis;
            emphasis.prependChild(new Text(delimited.getOpeningDelimiter()));
            emphasis.appendChild(new Text(delimited.getClosingDelimiter()));
            Nodes.unwrap(emphasis);
        }
    }

    @Override
    public void visit(Emphasis emphasis) {
        look(emphasis);
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
        look(emphasis);
    }

    private void look(Node emphasis) {
        visitChildren(emphasis);
        if (emphasis instanceof Emphasis && SIGNS.matcher(Markdown.text(emphasis)).matches()
                || endsInDigit(emphasis.getPrevious()) && beginsWithDigit(emphasis.getFirstChild())
                || endsInDigit(emphasis.getLastChild()) && beginsWithDigit(emphasis.getNext())) {
            found.add(emphasis);
        }
    }

    private static boolean endsInDigit(Node node) {
        return node instanceof Tagged end
                ? endsInDigit(end.getPrevious())
                : node instanceof Text text && text.getLiteral().matches("(?s).*\\d");
    }

    private static boolean beginsWithDigit(Node node) {
        return node instanceof Tagged end
                ? beginsWithDigit(end.getNext())
                : node instanceof Text text && text.getLiteral().matches("(?s)\\d.*");
    }
}
