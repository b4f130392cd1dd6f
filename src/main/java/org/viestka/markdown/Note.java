package org.viestka.markdown;

import org.commonmark.node.CustomBlock;

/** What a mark in a body refers to; written {@code [^label]: text}. */
class Note extends CustomBlock {

    private final String label;

    Note(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
