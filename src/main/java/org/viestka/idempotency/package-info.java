/**
 * Calls that may be repeated with the same {@code Idempotency-Key}.
 *
 * <p>
 * It may import {@code vault} and {@code web}.
 */
package org.viestka.idempotency;
