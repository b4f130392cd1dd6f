/**
 * The record of who did what over HTTP.
 *
 * <p>
 * It may import {@code admin} and {@code web}.
 */
package org.viestka.audit;
