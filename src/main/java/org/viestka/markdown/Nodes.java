package org.viestka.markdown;

import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Steps in a tree of Markdown. */
final class Nodes {

    private Nodes() {}

    /** Moves all children to the end of another node. */
    static void move(Node from, Node to) {
        while (from.getFirstChild() != null) {
            to.appendChild(from.getFirstChild());
        }
    }

    /** Leaves the children in the place of their parent. */
    static void unwrap(Node parent) {
        while (parent.getFirstChild() != null) {
            parent.insertBefore(parent.getFirstChild());
        }
        parent.unlink();
    }

    static void replace(Node node, Node by) {
        node.insertBefore(by);
        node.unlink();
    }

    static boolean isWithinLink(Node node) {
        for (var parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent instanceof Link || parent instanceof Image) {
                return true;
            }
        }
        return false;
    }
}
