package org.viestka.mail;

import java.util.Set;
import java.util.regex.Pattern;

/** The relay has refused a single mail. Its message names neither the reply nor the address that may be in it. */
public class MailRefusedException extends RuntimeException {

    /** At what it was refused. */
    public enum At {
        CONNECTION, LOGIN, SENDER, RECIPIENT, DATA, MESSAGE
    }

    private static final long serialVersionUID = 1L;

    /** RFC 3463 §3.2 and RFC 7505: the mailbox, its domain, its syntax, its state. */
    private static final Pattern OF_THE_RECIPIENT = Pattern.compile("5\\.1\\.([1-6]|10)|5\\.2\\.\\d+");
    private static final Pattern OF_OUR_OWN = Pattern.compile("5\\.1\\.[78]|5\\.[3-7]\\.\\d+");
    private static final Pattern ADDRESS = Pattern.compile("<[^<>\\s]*>|\\S+@\\S+");
    private static final Pattern ABOUT_US = Pattern.compile("(?i)\\b(relay(ing)?|sender|from|authenticat\\w+|log ?in|spf|dkim"
            + "|dmarc|helo|ehlo|rejected by policy|black ?list\\w*|block ?list\\w*|blocked|spam|your)\\b");
    /** RFC 5321 §4.5.3.1.10: to be taken for a 452. */
    private static final Set<Integer> PASSING = Set.of(552);

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

    /** Code and text as the relay gave them; may hold the address. */
    public String reply() {
        return reply;
    }

    /** Whether this recipient will never be taken, whatever we mend. */
    public boolean isOfTheRecipient() {
        if (at != At.RECIPIENT || code < 500 || OF_OUR_OWN.matcher(enhanced).matches()) {
            return false;
        }
        if (OF_THE_RECIPIENT.matcher(enhanced).matches()) {
            return true;
        }
        return !PASSING.contains(code) && !ABOUT_US.matcher(ADDRESS.matcher(reply).replaceAll(" ")).find();
    }
}
