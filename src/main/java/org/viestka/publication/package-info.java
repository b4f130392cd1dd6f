/**
 * What the operator configures of the publication: its name, time zone, languages, editions and rubrics. Also weeks and the
 * words of the user interface.
 *
 * <p>
 * It may import no other package of ours.
 */
package org.viestka.publication;
