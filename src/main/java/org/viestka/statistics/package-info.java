/**
 * Counts by day of readers and mailings.
 *
 * <p>
 * It may import {@code delivery}, {@code subscriber} and {@code web}.
 */
package org.viestka.statistics;
