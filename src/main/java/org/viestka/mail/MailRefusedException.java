package org.viestka.mail;

import org.viestka.smtp.EnvelopeNames;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.Reply;
import org.viestka.smtp.SmtpPhase;

/** The relay has refused a single mail. Its message names neither the reply nor the address that may be in it. */
public class MailRefusedException extends RuntimeException {

    /** At what it was refused. */
    public enum At {
        CONNECTION, LOGIN, SENDER, RECIPIENT, DATA, MESSAGE
    }

    private static final long serialVersionUID = 1L;

    private final At at;
    private final int code;
    private final String enhanced;
    private final transient String reply;
    private final transient EnvelopeNames names;

    /**
     * @param reply code and text as the relay gave them; may hold the address
     * @param names of the mail's envelope
     */
    MailRefusedException(At at, int code, String enhanced, String reply, EnvelopeNames names, Throwable cause) {
        super("refused with " + code + (enhanced.isEmpty() ? "" : " " + enhanced) + " at " + at, cause);
        this.at = at;
        this.code = code;
        this.enhanced = enhanced;
        this.reply = reply;
        this.names = names;
    }

    public At at() {
        return at;
    }

    public int code() {
        return code;
    }

    /** The status of RFC 3463; empty where there was none. */
    public String enhanced() {
        return enhanced;
    }

    /** What it means. */
    public Outcome outcome() {
        var phase = switch (at) {
            case CONNECTION -> SmtpPhase.GREETING;
            case LOGIN -> SmtpPhase.AUTH;
            case SENDER -> SmtpPhase.MAIL;
            case RECIPIENT -> SmtpPhase.RCPT;
            case DATA -> SmtpPhase.DATA;
            case MESSAGE -> SmtpPhase.END;
        };
        return Outcome.ofRefusal(phase, new Reply(code, enhanced, reply.replaceAll("(?m)^\\d{3}[ -]", "")), names, true);
    }

    /** Whether it says that there is no such mailbox. Whatever else it says may pass, or is ours to mend. */
    public boolean isOfTheRecipient() {
        return outcome().isBadAddress();
    }
}
