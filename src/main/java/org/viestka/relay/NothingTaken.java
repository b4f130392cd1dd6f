package org.viestka.relay;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.jboss.logging.Logger;
import org.viestka.relay.RelayTrouble.Kind;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.ReplyWords.About;
import org.viestka.smtp.SmtpPhase;

/**
 * Readers in a row of whom the relay has put off or lost every message. Many of them are not those readers' own trouble:
 * deliveries wait for the relay, and somebody should know.
 */
class NothingTaken {

    private static final Logger LOG = Logger.getLogger(NothingTaken.class);
    private static final int FEWEST = 20;

    private final int most;
    private final Set<UUID> readers = new HashSet<>();
    private volatile boolean counting;
    private volatile RelayTrouble trouble;

    /** @param connections as many messages may be lost by one accident */
    NothingTaken(int connections) {
        most = Math.max(FEWEST, 2 * connections);
    }

    /**
     * Learns what became of a message that was tried.
     *
     * @param isFirst whether it was tried for the first time
     * @param all readers of the mailing: of a small one they are enough
     */
    void learn(UUID reader, boolean isFirst, int all, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.SENT) {
            taken();
        } else if (isOfTheRelay(outcome, isFirst)) {
            count(reader, Math.min(most, all), outcome.reply());
        }
    }

    /** What asks for fewer messages is told of elsewhere; greylisting and full mailboxes are not the relay's trouble. */
    private static boolean isOfTheRelay(Outcome outcome, boolean isFirst) {
        boolean open = outcome.kind() == Outcome.Kind.DEFERRED || outcome.kind() == Outcome.Kind.UNCERTAIN;
        if (!open || !outcome.isAttempted() || outcome.local() || RateRefusal.is(outcome)
                || isFirst && RateRefusal.isGreylisting(outcome)) {
            return false;
        }
        var about = outcome.about();
        return outcome.phase() != SmtpPhase.RCPT
                || !RateRefusal.isOfTheRecipient(outcome) && about != About.MAILBOX && about != About.MAILBOX_FULL;
    }

    private void taken() {
        if (counting) {
            synchronized (this) {
                if (trouble != null) {
                    LOG.info("The relay takes messages again.");
                }
                forget();
            }
        }
    }

    private synchronized void count(UUID reader, int enough, String reply) {
        counting = true;
        if (trouble != null) {
            return;
        }
        readers.add(reader);
        if (readers.size() >= enough) {
            trouble = new RelayTrouble(Kind.TAKES_NOTHING, reply);
            LOG.warnf("The relay has taken no message of the last %d readers (%s): they are tried again until"
                    + " viestka.delivery.give-up-after.", readers.size(), reply);
        }
    }

    /** Begins to count anew: something has changed. */
    synchronized void forget() {
        counting = false;
        readers.clear();
        trouble = null;
    }

    /** Null while there is none. */
    RelayTrouble trouble() {
        return trouble;
    }
}
