package org.viestka.relay;

import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.smtp.Outcome;
import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.SmtpPhase;

/** Whether a relay that puts a message off asks for fewer messages, or speaks of this one alone. */
public final class RateRefusal {

    /** RFC 3463 §3.4 and §3.5: the system does not take mail now, congestion, too many recipients. */
    private static final Set<String> OF_THE_SYSTEM = Set.of("4.3.2", "4.4.5", "4.5.3");

    /** What would say less where a message is refused for good. */
    private static final Pattern PASSING = Pattern
            .compile("(?iU)\\b(rate|rates|limit(s|ed|ing)?|too (many|much|often)|exceed(s|ed|ing)?|quota|concurren\\w+"
                    + "|overload(ed)?|busy|per (second|minute|hour|day))\\b");

    /** Greylisting puts off each recipient once, however slowly they come. */
    private static final Pattern GREYLISTING = Pattern.compile("(?iU)\\b(gr[ae]y-?list\\w*|postgrey|first time sender)\\b");

    /** RFC 3463 §3.2 and §3.3: of this address, of this mailbox. */
    private static final Pattern OF_THE_RECIPIENT = Pattern.compile("4\\.[12]\\..*");

    private RateRefusal() {}

    public static boolean is(Outcome outcome) {
        if (outcome.kind() != Outcome.Kind.DEFERRED || !outcome.isAttempted() || outcome.code() < 400
                || outcome.code() >= 500 || isGreylisting(outcome)) {
            return false;
        }
        return outcome.phase() == SmtpPhase.MAIL || outcome.code() == 421 || OF_THE_SYSTEM.contains(outcome.enhanced())
                || !isOfTheRecipient(outcome)
                        && (ReplyWords.isOfRate(outcome.text()) || PASSING.matcher(outcome.text()).find());
    }

    static boolean isGreylisting(Outcome outcome) {
        return GREYLISTING.matcher(outcome.text()).find();
    }

    static boolean isOfTheRecipient(Outcome outcome) {
        return outcome.phase() == SmtpPhase.RCPT && OF_THE_RECIPIENT.matcher(outcome.enhanced()).matches();
    }
}
