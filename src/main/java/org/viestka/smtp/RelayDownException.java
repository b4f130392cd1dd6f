package org.viestka.smtp;

/** There is no way to the relay, or none that we may take. */
public class RelayDownException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    RelayDownException(Outcome outcome) {
        super(outcome.text());
        this.outcome = outcome;
    }

    RelayDownException(SmtpPhase phase, String why) {
        this(new Outcome(Outcome.Kind.RELAY_DOWN, phase, 0, "", ReplyText.anonymous(why), false));
    }

    /** Of kind {@code RELAY_DOWN}, or {@code POLICY} where the relay does not want us. */
    public Outcome outcome() {
        return outcome;
    }
}
