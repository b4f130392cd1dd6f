package org.viestka.relay;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.viestka.mail.RelayLogin;
import org.viestka.relay.ConnectionSlots.Slot;
import org.viestka.relay.RelayTrouble.Kind;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.SmtpPhase;

/** When the workers of this node may connect and send: as many and as fast as the relay takes. */
public class Pace {

    private static final long LOOK_MILLIS = 200;
    private static final int GOODBYE = 421;

    private final RelayLogin login;
    private final RelayHealth health;
    private final ConnectionSlots places;
    private final Tempo tempo;
    private final NothingTaken nothingTaken;
    private final LongSupplier nanoTime;
    private final AtomicInteger waiting = new AtomicInteger();

    public Pace(int connections, RelayLogin login, LongSupplier nanoTime) {
        this.login = login;
        this.nanoTime = nanoTime;
        health = new RelayHealth(login, nanoTime);
        places = new ConnectionSlots(connections, nanoTime);
        tempo = new Tempo(nanoTime);
        nothingTaken = new NothingTaken(connections);
    }

    /** Waits a little for a place among the connections. False when there is none; then the worker's connection has to go. */
    public boolean enter(Slot place) throws InterruptedException {
        if (isBarred(place)) {
            health.await(LOOK_MILLIS);
            return false;
        }
        return places.take(place, LOOK_MILLIS);
    }

    /**
     * Waits until it is this worker's turn. False when the message is no longer to be sent, nobody gets through, or it would take
     * too long: then another look at the reader is due.
     */
    public boolean awaitTurn(Slot place, BooleanSupplier isOn) throws InterruptedException {
        waiting.incrementAndGet();
        try {
            return isTurn(place, isOn);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean isTurn(Slot place, BooleanSupplier isOn) throws InterruptedException {
        long since = nanoTime.getAsLong();
        while (isOn.getAsBoolean() && health.isUp() && !isBarred(place)) {
            if (health.admits(place)) {
                long nanos = tempo.take();
                if (nanos <= 0) {
                    return true;
                }
                health.nothingFound(place);
                if (nanoTime.getAsLong() - since + nanos > Tempo.SOON_NANOS) {
                    return false;
                }
                Thread.sleep(Math.max(1, Math.min(LOOK_MILLIS, nanos / 1_000_000)));
            } else {
                health.await(LOOK_MILLIS);
            }
        }
        return false;
    }

    /** Whether it would have to sign in while that rests. Where no connection is left, all wait, and it is said why. */
    private boolean isBarred(Slot place) {
        var refusal = login.refusal();
        if (place.isConnected() || refusal == null || !login.isResting()) {
            return false;
        }
        // Single mails may have been refused, and none of ours.
        if (health.isUp() && !places.isAnyConnected()) {
            health.down(new RelayTrouble(Kind.LOGIN, refusal));
        }
        return true;
    }

    /** Learns from what became of a message. False when nothing of it was tried, and it is to be given back. */
    public boolean learn(Slot place, Outcome outcome) {
        if (outcome.isAttempted()) {
            answered(place, outcome);
            return true;
        }
        if (outcome.kind() == Outcome.Kind.DEFERRED) {
            // The message could not be made: the relay has not heard of it.
            health.nothingFound(place);
            return true;
        }
        if (health.isProven() && places.refused(place, outcome.reply())) {
            health.nothingFound(place);
            return false;
        }
        if (outcome.kind() == Outcome.Kind.RELAY_DOWN) {
            health.down(new RelayTrouble(outcome.phase() == SmtpPhase.AUTH ? Kind.LOGIN : Kind.UNREACHABLE, outcome.reply()));
            return false;
        }
        return outcome.kind() != Outcome.Kind.POLICY
                || health.isRefused(new RelayTrouble(Kind.UNREACHABLE, outcome.reply()));
    }

    /**
     * Learns whether the relay takes anything at all.
     *
     * @param isFirst whether this reader's message was tried for the first time
     * @param all readers of its mailing
     */
    public void tried(UUID reader, boolean isFirst, int all, Outcome outcome) {
        nothingTaken.learn(reader, isFirst, all, outcome);
    }

    /** Nothing is under way: what the relay did not take is no trouble of what comes next. */
    public void nothingToSend() {
        nothingTaken.forget();
    }

    private void answered(Slot place, Outcome outcome) {
        if (outcome.code() == 0) {
            // A link that broke in the middle says nothing of the next one.
            places.lost(place);
            if (outcome.kind() == Outcome.Kind.UNCERTAIN && !places.isAnyConnected()) {
                health.doubt();
            }
            health.nothingFound(place);
            return;
        }
        if (!outcome.isAnswer()) {
            health.nothingFound(place);
            places.answered(place, outcome.connected());
            return;
        }
        boolean first = !place.isConnected();
        health.up();
        if (RateRefusal.is(outcome)) {
            tempo.refused(outcome.reply());
        } else if (outcome.kind() == Outcome.Kind.SENT) {
            tempo.accepted();
        }
        if (outcome.code() == GOODBYE && first) {
            places.refused(place, outcome.reply());
        } else {
            places.answered(place, outcome.connected());
        }
    }

    /** How many more rows are worth claiming, beside those that wait for their turn. */
    public int soon() {
        return health.isUp() ? tempo.soon() - waiting.get() : 0;
    }

    public RelayHealth health() {
        return health;
    }

    /** Why deliveries wait or go slowly; null when they do not. */
    public RelayTrouble trouble() {
        var trouble = health.trouble();
        var slow = tempo.reply();
        if (trouble != null) {
            return trouble;
        }
        return slow == null ? nothingTaken.trouble() : new RelayTrouble(Kind.SLOW, slow);
    }
}
