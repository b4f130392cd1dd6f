/**
 * An SMTP client (RFC 5321): dialogue, TLS, sign-in, pipelining, replies and what they say. It could be a library.
 *
 * <p>
 * It may import no other package of ours.
 */
package org.viestka.smtp;
