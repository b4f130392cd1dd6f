package org.viestka.endurance;

import java.sql.SQLException;
import java.util.HashSet;

/**
 * What the ledger says of a mailing against what the relay has.
 *
 * @param recipients frozen when the mailing began
 * @param open rows that have not reached an end
 * @param sent rows of which the ledger says that the relay took the message
 * @param losses of those, how many the relay never saw
 * @param repeats messages that the relay took of somebody who had one already
 * @param altered recipients of whose messages not all have the same Message-ID, Date and octets
 */
record Reckoning(int recipients, int open, int sent, int failed, int skipped, int uncertain, int losses, int repeats,
        int altered) {

    static Reckoning of(Installation installation, String week) throws SQLException {
        var states = installation.database.states(week);
        var received = installation.relay.received().values();
        int open = of(states, "pending") + of(states, "claimed") + of(states, "deferred");
        int sent = of(states, "sent");
        int repeats = received.stream().mapToInt(messages -> messages.size() - 1).sum();
        int altered = (int) received.stream().filter(messages -> new HashSet<>(messages).size() > 1).count();
        return new Reckoning(installation.database.mailing(week).total(), open, sent, of(states, "failed"),
                of(states, "skipped"), of(states, "uncertain"), Math.max(0, sent - received.size()), repeats, altered);
    }

    private static int of(java.util.Map<String, Integer> states, String state) {
        return states.getOrDefault(state, 0);
    }
}
