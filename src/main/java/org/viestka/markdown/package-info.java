/**
 * Bodies of texts: CommonMark with tables and notes, read once and written as HTML for pages, feeds and mails, and as plain
 * text. Also typography and names for paths.
 *
 * <p>
 * It may import {@code publication} and {@code web}.
 */
package org.viestka.markdown;
