package org.viestka.relay;

import org.viestka.publication.Words;

/**
 * Why deliveries wait for the relay, or go slowly.
 *
 * @param reply what the relay or the network said, without addresses
 */
public record RelayTrouble(Kind kind, String reply) {

    public enum Kind {
        UNREACHABLE, LOGIN, SLOW, TAKES_NOTHING
    }

    public String in(Words words) {
        return switch (kind) {
            case UNREACHABLE -> words.relay_unreachable(reply);
            case LOGIN -> words.relay_refuses_login(reply);
            case SLOW -> words.relay_asks_for_fewer(reply);
            case TAKES_NOTHING -> words.relay_takes_nothing(reply);
        };
    }
}
