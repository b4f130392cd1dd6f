package org.viestka.markdown;

import java.util.ArrayList;
import java.util.List;

import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** Leaves the marks around what is struck out where nothing else would tell that it is. */
class StruckOut extends AbstractVisitor {

    private final List<Strikethrough> found = new ArrayList<>();

    void mark(Node document) {
        document.accept(this);
        for (var struck : found) {
            struck.prependChild(new Text("~~"));
            struck.appendChild(new Text("~~"));
            Nodes.unwrap(struck);
        }
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof Strikethrough struck) {
            found.add(struck);
        }
        visitChildren(node);
    }
}
