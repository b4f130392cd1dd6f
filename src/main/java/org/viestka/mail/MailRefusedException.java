package org.viestka.mail;

import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.ReplyWords.About;

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

    /** @param reply code and text as the relay gave them; may hold the address */
    MailRefusedException(At at, int code, String enhanced, String reply, Throwable cause) {
        super("refused with " + code + (enhanced.isEmpty() ? "" : " " + enhanced) + " at " + at, cause);
        this.at = at;
        this.code = code;
        this.enhanced = enhanced;
        this.reply = reply;
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

    /** The lines that the relay gave, without their codes; may hold the address. */
    public String text() {
        return reply.replaceAll("(?m)^\\d{3}[ -]", "");
    }

    /** Whether it says that there is no such mailbox. Whatever else it says may pass, or is ours to mend. */
    public boolean isOfTheRecipient() {
        return at == At.RECIPIENT && code >= 500 && ReplyWords.about(enhanced, text()) == About.MAILBOX;
    }
}
