package org.viestka.markdown;

import java.util.ArrayList;
import java.util.List;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Delimited;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Leaves the asterisks in {@code 2*3*4}: between two digits nobody means emphasis, which CommonMark sees there. */
class Multiplication extends AbstractVisitor {

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
        if (endsInDigit(emphasis.getPrevious()) && beginsWithDigit(emphasis.getFirstChild())
                || endsInDigit(emphasis.getLastChild()) && beginsWithDigit(emphasis.getNext())) {
            found.add(emphasis);
        }
    }

    private static boolean endsInDigit(Node node) {
        return node instanceof Text text && text.getLiteral().matches("(?s).*\\d");
    }

    private static boolean beginsWithDigit(Node node) {
        return node instanceof Text text && text.getLiteral().matches("(?s)\\d.*");
    }
}
