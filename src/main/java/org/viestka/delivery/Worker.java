package org.viestka.delivery;

import java.util.List;

import org.jboss.logging.Logger;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mailing.Mailing;
import org.viestka.relay.ConnectionSlots.Slot;
import org.viestka.relay.Relay;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.SmtpPhase;

/** One connection's work: takes a row, sends its message, says what became of it. */
class Worker implements Runnable {

    private static final Logger LOG = Logger.getLogger(Worker.class);

    private final Dispatcher dispatcher;
    private final Relay.Session session;
    private final Slot place = new Slot();

    Worker(Dispatcher dispatcher, Relay relay) {
        this.dispatcher = dispatcher;
        this.session = relay.open();
    }

    /** Cuts a message under way short; for a relay that is silent when the node has to stop. */
    void abort() {
        session.abort();
    }

    @Override
    public void run() {
        try (session) {
            for (var claim = next(); claim != null; claim = next()) {
                try {
                    deliver(claim);
                } catch (RuntimeException e) {
                    // The worker stays. The row is not touched: nobody knows what became of it.
                    LOG.errorf(e, "What became of the message for subscriber %s could not be noted", claim.subscriber());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ClaimedDelivery next() throws InterruptedException {
        while (!dispatcher.isStopping()) {
            if (dispatcher.pace().enter(place)) {
                return dispatcher.next();
            }
            session.close();
        }
        return null;
    }

    private void deliver(ClaimedDelivery claim) throws InterruptedException {
        var mailing = dispatcher.mailing(claim);
        if (mailing == null || !dispatcher.pace().awaitTurn(place, () -> dispatcher.isOn(claim, mailing))) {
            dispatcher.giveBack(List.of(claim));
            return;
        }
        long begun = System.nanoTime();
        Outcome outcome;
        try {
            var letter = dispatcher.letter(claim);
            outcome = session.send(letter, dispatcher.letters().sender(claim, mailing.startedAt),
                    dispatcher.letters().recipient(claim, mailing.startedAt));
        } catch (RuntimeException e) {
            // One row's failure is not the others': it is tried again, and the log says which.
            LOG.errorf(e, "The message for subscriber %s could not be made", claim.subscriber());
            outcome = new Outcome(Outcome.Kind.DEFERRED, SmtpPhase.CONNECT, 451, "", "the message could not be made", true);
        }
        boolean isTooMany = isOneLostTooMany(claim, mailing, outcome, begun);
        if (!dispatcher.pace().learn(place, outcome)) {
            dispatcher.giveBack(List.of(claim));
            return;
        }
        if (outcome.kind() == Outcome.Kind.POLICY && !outcome.isAttempted()) {
            dispatcher.refusals().pause(mailing, outcome.reply());
            dispatcher.giveBack(List.of(claim));
            return;
        }
        dispatcher.pace().tried(claim.subscriber(), claim.attempt() == 1, mailing.total, outcome);
        dispatcher.refusals().judge(claim, mailing, outcome);
        if (isTooMany) {
            dispatcher.refusals().pause(mailing,
                    "the relay does not say whether it took the messages (after their end: " + outcome.reply() + ")");
        }
    }

    /** Asked before the next message may begin: that one is no part of the same accident. */
    private boolean isOneLostTooMany(ClaimedDelivery claim, Mailing mailing, Outcome outcome, long begun) {
        var ends = dispatcher.uncertainEnds();
        if (outcome.kind() == Outcome.Kind.SENT) {
            ends.taken(mailing.id);
        }
        return outcome.kind() == Outcome.Kind.UNCERTAIN && ends.isTooMany(claim, mailing, begun, System.nanoTime());
    }
}
