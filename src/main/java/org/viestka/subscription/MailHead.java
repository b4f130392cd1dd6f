package org.viestka.subscription;

import java.util.List;

/**
 * What the layout of a mail needs.
 *
 * @param publication its name in that language
 * @param site the base of all links, and {@code mirrors} those that do as well
 * @param contact who is responsible and how to write to them; empty where the operator gave none
 */
record MailHead(String language, String subject, String publication, String contact, String site,
        List<String> mirrors) {}
