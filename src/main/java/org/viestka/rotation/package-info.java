/**
 * Seals all addresses anew under a new key.
 *
 * <p>
 * It may import {@code subscriber} and what that may import.
 */
package org.viestka.rotation;
