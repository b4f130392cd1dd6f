/**
 * Lists of subscribers that come in and go out: CSV files, imports, exports.
 *
 * <p>
 * It may import {@code subscriber} and what that may import.
 */
package org.viestka.lists;
