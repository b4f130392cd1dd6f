/**
 * The commentaries of a week, what is missing of them, and the timetable of the weekly send.
 *
 * <p>
 * It may import {@code commentary} and {@code restore}.
 */
package org.viestka.issue;
