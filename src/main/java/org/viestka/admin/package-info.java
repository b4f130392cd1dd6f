/**
 * Accounts of admins and editors, their passwords, second factors, sessions and tokens.
 *
 * <p>
 * It may import {@code vault} and {@code web}.
 */
package org.viestka.admin;
