/**
 * Everything that touches keys: sealing of addresses, tokens of links, keyed hashes, the key file.
 *
 * <p>
 * It may import no other package of ours.
 */
package org.viestka.vault;
