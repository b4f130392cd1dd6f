/**
 * The public pages, feeds and the site map.
 *
 * <p>
 * It may import {@code issue}, {@code commentary}, {@code markdown}, {@code publication} and {@code web}.
 */
package org.viestka.site;
