/**
 * The ways to the mail relay: our SMTP sender and Quarkus Mailer behind one interface, and the pace that the relay bears.
 *
 * <p>
 * It may import {@code publication}, {@code mail} and {@code smtp}.
 */
package org.viestka.relay;
