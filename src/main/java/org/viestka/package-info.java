/**
 * The program: {@link org.viestka.Viestka} starts the service.
 *
 * <p>
 * It may import every package.
 */
package org.viestka;
