package org.viestka.vault;

/** What a link in a mail may do. A token of one purpose is worthless for any other. */
public enum LinkPurpose {
    CONFIRM, UNSUBSCRIBE, PREFERENCES, OWN_DATA
}
