package org.viestka.subscription;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.viestka.subscriber.Address;
import org.viestka.vault.LinkPurpose;
import org.viestka.vault.Vault;

import io.quarkus.runtime.Startup;

/**
 * Tells robots from readers without a cookie, a third party or anything to see: a field that people do not meet, the time
 * since the form was shown, and, where the operator wants it, a puzzle. The stamp with that time is signed and kept nowhere;
 * pages may be cached, since an older stamp is only less suspicious. Browsers and password managers do what robots do, so whoever
 * is taken for one is asked once more: a robot that sends one form and goes gets nothing.
 */
@Startup
@Named("formGuard")
@ApplicationScoped
class FormGuard {

    /** What a filled form looks like. */
    enum Verdict {
        READER,
        /** The field that people do not meet is filled: to be asked once more. */
        TRAPPED,
        /** The form came back sooner than a person fills it, or its stamp is not ours: to be asked once more. */
        UNTIMELY,
        /** The puzzle is not solved, or for a form that was shown too long ago. */
        UNSOLVED
    }

    /**
     * The fields that no reader sees.
     *
     * @param remarks the trap: filled by robots, and by browsers now and then
     * @param stamp as it stood in the form; null or empty for a form on a site of others
     * @param proof the solution of the puzzle
     * @param again what {@link #askAgain} gave; null or empty in a form that is sent for the first time
     */
    record Hidden(String remarks, String stamp, String proof, String again) {}

    static final Duration STAMP_LIFETIME = Duration.ofHours(24);
    private static final UUID NOBODY = new UUID(0, 0);

    private final Vault vault;
    private final Clock clock;
    private final SubscriptionConfig config;

    FormGuard(Vault vault, Clock clock, SubscriptionConfig config) {
        this.vault = vault;
        this.clock = clock;
        this.config = config;
    }

    /** For the form that is just being shown. */
    public String stamp() {
        return vault.token(LinkPurpose.FORM, NOBODY, clock.instant());
    }

    /** Bits of the puzzle; 0 where there is none. */
    public int bits() {
        return config.proofOfWork();
    }

    /** For the form that asks once more, about one address: it takes the place of the field that people do not meet. */
    String askAgain(Address address) {
        return vault.token(LinkPurpose.ASKED_AGAIN, nameOf(address), clock.instant());
    }

    /** @param email as it was typed: the puzzle was solved for it and for no other */
    Verdict judge(Hidden hidden, String email, Address address) {
        var shown = shownAt(hidden.stamp());
        if (!wasAskedAgain(hidden.again(), address)) {
            if (isGiven(hidden.remarks())) {
                return Verdict.TRAPPED;
            }
            if (shown.map(time -> clock.instant().isBefore(time.plus(config.leastTime()))).orElse(isGiven(hidden.stamp()))) {
                return Verdict.UNTIMELY;
            }
        }
        boolean solved = bits() == 0
                || shown.filter(time -> clock.instant().isBefore(time.plus(STAMP_LIFETIME))).isPresent()
                        && Puzzle.isSolved(hidden.stamp(), email, hidden.proof(), bits());
        return solved ? Verdict.READER : Verdict.UNSOLVED;
    }

    /** The stamp for the form that comes back with a mistake: its reader has had their time already. */
    String keep(String stamp) {
        return shownAt(stamp).filter(shown -> clock.instant().isBefore(shown.plus(STAMP_LIFETIME))).isPresent() ? stamp : null;
    }

    private boolean wasAskedAgain(String again, Address address) {
        return isGiven(again) && vault.open(LinkPurpose.ASKED_AGAIN, again)
                .filter(token -> token.subscriber().equals(nameOf(address)))
                .filter(token -> clock.instant().isBefore(token.issued().plus(STAMP_LIFETIME))).isPresent();
    }

    /** In place of a subscriber, who may not be one. */
    private static UUID nameOf(Address address) {
        return UUID.nameUUIDFromBytes(address.folded().getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isGiven(String field) {
        return field != null && !field.isEmpty();
    }

    private Optional<Instant> shownAt(String stamp) {
        return stamp == null ? Optional.empty() : vault.open(LinkPurpose.FORM, stamp).map(token -> token.issued());
    }
}
