/**
 * Messages: encoding, signing with DKIM, and single mails, which go out by Quarkus Mailer.
 *
 * <p>
 * It may import {@code publication}, {@code vault} and {@code smtp}.
 */
package org.viestka.mail;
