package org.viestka.markdown;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;

/** Makes emphasis of what stands between the two ends of HTML's. */
class TaggedEmphasis extends AbstractVisitor {

    private final List<Tagged> ends = new ArrayList<>();
    private final Deque<Tagged> open = new ArrayDeque<>();
    private final Findings findings;

    private TaggedEmphasis(Findings findings) {
        this.findings = findings;
    }

    static void mend(Node document, Findings findings) {
        var emphasis = new TaggedEmphasis(findings);
        document.accept(emphasis);
        emphasis.ends.forEach(emphasis::end);
        emphasis.open.forEach(emphasis::drop);
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof Tagged tagged) {
            ends.add(tagged);
        }
        visitChildren(node);
    }

    private void end(Tagged end) {
        if (end.opens()) {
            open.push(end);
        } else if (open.stream().noneMatch(start -> isPair(start, end))) {
            drop(end);
        } else {
            while (!isPair(open.peek(), end)) {
                drop(open.pop());
            }
            join(open.pop(), end);
        }
    }

    private static boolean isPair(Tagged start, Tagged end) {
        return start.isStrong() == end.isStrong() && start.getParent() == end.getParent();
    }

    private static void join(Tagged start, Tagged end) {
        var emphasis = start.isStrong() ? new StrongEmphasis("**") : new Emphasis("*");
        while (start.getNext() != end) {
            emphasis.appendChild(start.getNext());
        }
        end.unlink();
        if (emphasis.getFirstChild() == null) {
            start.unlink();
        } else {
            Nodes.replace(start, emphasis);
        }
    }

    /** It has no other end in its paragraph. */
    private void drop(Tagged end) {
        findings.add(Finding.HTML, end.isStrong() ? "<b>" : "<i>");
        var parent = end.getParent();
        end.unlink();
        if (parent instanceof Paragraph && parent.getFirstChild() == null) {
            parent.unlink();
        }
    }
}
