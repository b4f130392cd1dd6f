package org.viestka.vault;

/**
 * What a link in a mail may do; and {@code FORM}, which is no link but the time at which a form was shown, and nobody's. A
 * token of one purpose is worthless for any other.
 */
public enum LinkPurpose {
    CONFIRM, UNSUBSCRIBE, PREFERENCES, OWN_DATA, FORM
}
