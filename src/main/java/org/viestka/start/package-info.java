/**
 * What happens before the service starts: the checks of all settings, the check of the database's version, and the sentence
 * that tells why a start failed. It also starts and stops the scheduler.
 *
 * <p>
 * It may import every package.
 */
package org.viestka.start;
