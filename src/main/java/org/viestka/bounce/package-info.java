/**
 * Reports of bounces and complaints, and what they mean for a subscriber.
 *
 * <p>
 * It may import {@code delivery}, {@code subscriber} and {@code web}.
 */
package org.viestka.bounce;
