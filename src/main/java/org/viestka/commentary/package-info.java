/**
 * The analysts' commentaries and their translations.
 *
 * <p>
 * It may import {@code publication}, {@code web} and {@code markdown}.
 */
package org.viestka.commentary;
