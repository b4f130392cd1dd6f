/**
 * Who may be written to: subscribers with address, edition, status and consent, and suppressions.
 *
 * <p>
 * It may import {@code publication}, {@code vault} and {@code web}.
 */
package org.viestka.subscriber;
