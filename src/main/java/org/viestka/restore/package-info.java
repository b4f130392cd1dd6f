/**
 * Detects a database that was restored or copied. Nothing is sent from it before an admin has looked.
 *
 * <p>
 * It may import {@code publication} and {@code web}.
 */
package org.viestka.restore;
