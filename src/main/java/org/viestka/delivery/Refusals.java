package org.viestka.delivery;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mailing.Mailing;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.ReplyWords.About;
import org.viestka.smtp.SmtpPhase;

/**
 * Judges what a relay refuses for good. What it says to {@code RCPT} is that reader's own failure until many get the same; what it
 * says to anything else is about us. Then the mailing pauses, or waits where we have sent too much, and nobody is to blame.
 */
public class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final MailingLedger mailings;
    private final Ledger ledger;
    private final Recorder recorder;
    private final DeliveryConfig config;
    private final Runnable changed;
    private final Map<UUID, RefusalCount> counts = new ConcurrentHashMap<>();

    /** @param changed called when a mailing has paused, waits or goes on */
    public Refusals(MailingLedger mailings, Ledger ledger, Recorder recorder, DeliveryConfig config, Runnable changed) {
        this.mailings = mailings;
        this.ledger = ledger;
        this.recorder = recorder;
        this.config = config;
        this.changed = changed;
    }

    /** Forgets all other mailings. */
    void retain(Collection<UUID> underWay) {
        counts.keySet().retainAll(underWay);
    }

    /** Whether a refusal has stopped the mailing here, and the ledger does not know yet or this node has not looked. */
    boolean isStopped(Mailing mailing) {
        return count(mailing).isStopped();
    }

    /** Notes what became of a message that was tried. */
    public void judge(ClaimedDelivery claim, Mailing mailing, Outcome outcome) {
        if (outcome.isRefusal()) {
            refused(claim, mailing, outcome);
            return;
        }
        if (outcome.kind() == Kind.SENT) {
            count(mailing).taken();
        }
        recorder.note(claim, outcome, mailing.goingSince);
        // A deferral says that the relay would take others.
        follow(mailing, outcome);
    }

    private void refused(ClaimedDelivery claim, Mailing mailing, Outcome outcome) {
        var about = outcome.about();
        if (isOwn(claim, mailing, outcome.phase(), about)) {
            recorder.note(claim, outcome.as(about == About.LIMIT ? Kind.DEFERRED : Kind.FAILED), mailing.goingSince);
            follow(mailing, outcome);
        } else if (about == About.LIMIT) {
            recorder.putBack(claim, outcome);
            putOff(mailing, outcome.reply());
        } else if (outcome.kind() == Kind.FAILED || about == About.MAILBOX && outcome.phase() != SmtpPhase.MAIL) {
            recorder.note(claim, outcome.as(Kind.FAILED), mailing.goingSince);
            var count = count(mailing);
            var words = ReplyWords.fingerprint(outcome.reply());
            if (count.isTooMany(words, about == About.MAILBOX)) {
                pause(mailing, new Refusal(outcome.reply(), count.isMixed() ? Mailing.ANY_WORDS : words));
            }
        } else {
            recorder.putBack(claim, outcome);
            pause(mailing, outcome.reply());
        }
    }

    private boolean isOwn(ClaimedDelivery claim, Mailing mailing, SmtpPhase phase, About about) {
        // Where only the refused are left, nothing but the words tells a dead mailbox from a relay that nobody has mended.
        boolean mailbox = about == About.MAILBOX || about == About.MAILBOX_FULL;
        try {
            return ledger.isOwnRefusal(claim, phase, count(mailing).hasTaken(), mailbox ? 2 : 3);
        } catch (SQLException e) {
            LOG.debug("Whether a reader was refused before is not known while the database does not answer", e);
            return false;
        }
    }

    /** Every other message would be refused as this one was: the mailing waits for a person. */
    void pause(Mailing mailing, String reply) {
        pause(mailing, Refusal.of(reply));
    }

    private void pause(Mailing mailing, Refusal refusal) {
        stop(mailing, () -> {
            if (mailings.pause(mailing.id, mailing.goingSince, refusal)) {
                LOG.errorf("The relay refuses the %s mailing of %s (%s): it is paused.", mailing.edition, mailing.week,
                        refusal.reply());
            }
        });
    }

    private void putOff(Mailing mailing, String reply) {
        stop(mailing, () -> mailings.putOff(mailing.id, mailing.goingSince, reply));
    }

    @FunctionalInterface
    private interface Step {
        void take() throws SQLException;
    }

    private void stop(Mailing mailing, Step step) {
        var count = count(mailing);
        if (count.stop()) {
            try {
                step.take();
            } catch (SQLException | RuntimeException e) {
                count.goOn();
                LOG.warn("A stop of the mailing could not be written; it is tried again with the next refusal.", e);
            }
            changed.run();
        }
    }

    private void follow(Mailing mailing, Outcome outcome) {
        if (mailing.probing && outcome.isAnswer()) {
            try {
                mailings.follow(mailing.id, mailing.goingSince);
            } catch (RuntimeException e) {
                LOG.debug("That others can follow could not be written; the next message goes alone, too", e);
            }
            changed.run();
        }
    }

    /** What was in flight when its mailing changed is counted apart: it says nothing of the relay as it is since. */
    private RefusalCount count(Mailing mailing) {
        var count = counts.get(mailing.id);
        if (count == null || count.isBefore(mailing.version)) {
            count = counts.compute(mailing.id,
                    (id, old) -> old == null || old.isBefore(mailing.version) ? begin(mailing) : old);
        }
        return count.isOf(mailing.version) ? count : begin(mailing);
    }

    private RefusalCount begin(Mailing mailing) {
        return new RefusalCount(mailing.version, mailing.lookedAt != null, config);
    }
}
