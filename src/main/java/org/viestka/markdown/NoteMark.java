package org.viestka.markdown;

import org.commonmark.node.CustomNode;

/** Where a body refers to a note; written {@code [^label]}. */
class NoteMark extends CustomNode {

    private final String label;

    NoteMark(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
