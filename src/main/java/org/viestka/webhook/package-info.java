/**
 * Messages to other systems about what has happened (Standard Webhooks).
 *
 * <p>
 * It may import {@code delivery}, {@code restore}, {@code vault} and {@code web}.
 */
package org.viestka.webhook;
