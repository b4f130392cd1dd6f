package org.viestka.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.viestka.vault.LinkPurpose;
import org.viestka.vault.Vault;

import io.quarkus.runtime.Startup;

/**
 * Tells robots from readers without a cookie, a third party or anything to see: a field that people do not meet, the time
 * since the form was shown, and, where the operator wants it, a puzzle. The stamp with that time is signed and kept nowhere;
 * pages may be cached, since an older stamp is only less suspicious.
 */
@Startup
@Named("formGuard")
@ApplicationScoped
class FormGuard {

    /** What a filled form looks like. */
    enum Verdict {
        READER,
        /** To be answered as a reader is, and forgotten. */
        ROBOT,
        /** The puzzle is not solved, or for a form that was shown too long ago. */
        UNSOLVED
    }

    /**
     * The fields that no reader sees.
     *
     * @param website the trap: filled by robots only
     * @param stamp as it stood in the form; null or empty for a form on a site of others
     * @param proof the solution of the puzzle
     */
    record Hidden(String website, String stamp, String proof) {}

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

    /** @param email as it was typed: the puzzle was solved for it and for no other */
    Verdict judge(Hidden hidden, String email) {
        var shown = shownAt(hidden.stamp());
        boolean forged = hidden.stamp() != null && !hidden.stamp().isEmpty() && shown.isEmpty();
        boolean hasty = shown.isPresent() && clock.instant().isBefore(shown.get().plus(config.leastTime()));
        if (hidden.website() != null && !hidden.website().isEmpty() || forged || hasty) {
            return Verdict.ROBOT;
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

    private Optional<Instant> shownAt(String stamp) {
        return stamp == null ? Optional.empty() : vault.open(LinkPurpose.FORM, stamp).map(token -> token.issued());
    }
}
