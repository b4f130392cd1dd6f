/**
 * What all HTTP endpoints share: problem details (RFC 9457), paging, versions, the language and the limits of a request, and
 * the layout of pages.
 *
 * <p>
 * It may import {@code publication}.
 */
package org.viestka.web;
