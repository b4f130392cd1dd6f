package org.viestka.commentary;

/** What readers see may be another from now on. Fired on the node that changed it; observe it after the transaction's success. */
public record CommentariesChanged() {}
