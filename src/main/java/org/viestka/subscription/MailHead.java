package org.viestka.subscription;

/**
 * What the layout of a mail needs.
 *
 * @param publication its name in that language
 * @param contact who is responsible and how to write to them; empty where the operator gave none
 */
record MailHead(String language, String subject, String publication, String contact) {}
