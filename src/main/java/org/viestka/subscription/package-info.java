/**
 * The readers' own acts: sign-up, confirmation, preferences, own data, leaving; and the single mails that these need.
 *
 * <p>
 * It may import {@code subscriber}, {@code delivery}, {@code mail}, {@code restore} and {@code web}.
 */
package org.viestka.subscription;
