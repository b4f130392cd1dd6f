/**
 * An issue rendered for an edition and then frozen, and the states of its mailing.
 *
 * <p>
 * It may import {@code issue}, {@code commentary}, {@code markdown}, {@code mail}, {@code smtp} and {@code web}.
 */
package org.viestka.mailing;
