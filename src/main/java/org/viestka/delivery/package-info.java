/**
 * The ledger: one row for each reader of a mailing, claimed, sent, recorded, tried again, and counted.
 *
 * <p>
 * It may import {@code mailing}, {@code subscriber}, {@code relay} and {@code web}.
 */
package org.viestka.delivery;
