/**
 * Checks of what operators set up outside the service: DNS records, the relay, the clock; and gauges of the queues.
 *
 * <p>
 * It may import {@code delivery}, {@code lists}, {@code webhook}, {@code mail} and {@code web}.
 */
package org.viestka.doctor;
