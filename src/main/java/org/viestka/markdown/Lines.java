package org.viestka.markdown;

import java.util.ArrayList;
import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Breaks lines where the author meant it: at {@code <br>}, and before each year of a chronicle. */
class Lines extends AbstractVisitor {

    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>");
    private static final Pattern YEAR = Pattern.compile("(?s)" + Lists.NO_NUMBER_OF_AN_ITEM + "\\s.*");

    private final ArrayList<Node> breaks = new ArrayList<>();

    void mend(Node document) {
        document.accept(this);
        for (var node : breaks) {
            if (node.getNext() instanceof SoftLineBreak end && node instanceof HtmlInline) {
                end.unlink();
            }
            Nodes.replace(node, new HardLineBreak());
        }
    }

    @Override
    public void visit(HtmlInline html) {
        if (BREAK.matcher(html.getLiteral()).matches()) {
            breaks.add(html);
        }
    }

    @Override
    public void visit(SoftLineBreak end) {
        if (isYear(end.getNext()) && isYear(end.getParent().getFirstChild())) {
            breaks.add(end);
        }
    }

    private static boolean isYear(Node node) {
        return node instanceof Text text && YEAR.matcher(text.getLiteral()).matches();
    }
}
