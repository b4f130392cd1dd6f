package org.viestka.vault;

/**
 * What a link in a mail may do; and two that are no links: {@code FORM}, the time at which a form was shown, which is nobody's,
 * and {@code ASKED_AGAIN}, that a form came back to whoever might be a robot. A token of one purpose is worthless for any other.
 */
public enum LinkPurpose {
    CONFIRM, UNSUBSCRIBE, PREFERENCES, OWN_DATA, FORM, ASKED_AGAIN
}
