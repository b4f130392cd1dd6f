package org.viestka.markdown;

import org.commonmark.node.CustomNode;

/** An address of the web that stands bare in a text. */
class Address extends CustomNode {

    private final String literal;

    Address(String literal) {
        this.literal = literal;
    }

    String literal() {
        return literal;
    }

    String destination() {
        return literal.regionMatches(true, 0, "www.", 0, 4) ? "https://" + literal : literal;
    }
}
