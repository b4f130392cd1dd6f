package org.viestka.vault;

import java.time.Instant;
import java.util.UUID;

/**
 * What an authentic token says.
 *
 * @param subscriber whom the link was mailed to
 * @param issued when, to the millisecond; the epoch for unsubscribe links, which never expire
 */
public record LinkToken(UUID subscriber, Instant issued) {}
