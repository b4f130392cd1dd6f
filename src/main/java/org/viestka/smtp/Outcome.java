package org.viestka.smtp;

import java.util.Set;

/**
 * What became of one message.
 *
 * @param phase how far it came
 * @param code the reply's code; 0 where there was none
 * @param enhanced the reply's status by RFC 3463; empty where there was none
 * @param text the reply's text, or our own words, without addresses and control characters; at most 500 characters, and none
 *            where it was sent
 * @param connected whether the connection can take the next message; if not, the next message opens another
 * @param local whether we say it ourselves, in the relay's manner, and have not asked it
 */
public record Outcome(Kind kind, SmtpPhase phase, int code, String enhanced, String text, boolean connected, boolean local) {

    /** Out of order, or not logged in: whatever is said of a recipient behind it. */
    private static final Set<Integer> OUR_COMMANDS = Set.of(500, 502, 503, 504, 530, 534, 535, 538);

    public Outcome(Kind kind, SmtpPhase phase, int code, String enhanced, String text, boolean connected) {
        this(kind, phase, code, enhanced, text, connected, false);
    }

    public static Outcome local(Kind kind, SmtpPhase phase, int code, String enhanced, String text, boolean connected) {
        return new Outcome(kind, phase, code, enhanced, text, connected, true);
    }

    public enum Kind {
        /** The relay has taken it. */
        SENT,
        /** It was not taken, for a reason that may pass: a 4xx, or trouble before the final dot was out. */
        DEFERRED,
        /** The link was lost after the final dot and before a reply: it may have been taken (RFC 1047). */
        UNCERTAIN,
        /** A 5xx to {@code RCPT}: it is this recipient's own, until many others get the same. */
        FAILED,
        /** A 5xx to anything else: it is about us or the message, and every other one would probably get the same. */
        POLICY,
        /** There was no way to the relay. Nothing of this message was tried. */
        RELAY_DOWN
    }

    /** Whether the dialogue came as far as this message. If not, its row is as it was, whatever the kind. */
    public boolean isAttempted() {
        return phase.isOfMessage();
    }

    /** Whether the relay has answered to this message. */
    public boolean isAnswer() {
        return isAttempted() && code > 0 && !local;
    }

    /** Code and text as the relay said them, for people. */
    public String reply() {
        return ((code == 0 ? "" : code + " ") + (text.startsWith(enhanced) ? "" : enhanced + " ") + text).strip();
    }

    /** Whether the words say that there is no such mailbox, so that it should not be written to again. */
    public boolean isBadAddress() {
        return kind == Kind.FAILED && about() == ReplyWords.About.MAILBOX;
    }

    public ReplyWords.About about() {
        return ReplyWords.about(enhanced, text);
    }

    /** Whether the relay said no for good to a message, as opposed to having been unable to say anything. */
    public boolean isRefusal() {
        return isAttempted() && (kind == Kind.FAILED || kind == Kind.POLICY);
    }

    /** The same, taken for something else after a look at what became of others. */
    public Outcome as(Kind other) {
        return new Outcome(other, phase, code, enhanced, text, connected, local);
    }

    /** What a refusal before any message means, by where it came. */
    static Outcome ofRefusal(SmtpPhase phase, Reply reply, String user) {
        return new Outcome(kind(phase, reply), phase, reply.code(), reply.enhanced(), ReplyText.anonymous(reply.text(), user),
                false);
    }

    /** What a refusal means, by where it came; unknown codes by their first digit (RFC 5321 §4.2.1). */
    public static Outcome ofRefusal(SmtpPhase phase, Reply reply, EnvelopeNames names, boolean connected) {
        // Marked while the names still stand there: whoever reads the ledger has nothing but the text.
        var text = phase.isOfMessage() ? marked(reply, names) : reply.text();
        return new Outcome(kind(phase, reply), phase, reply.code(), reply.enhanced(),
                ReplyText.anonymous(text, names.recipient()), connected && !reply.isGoodbye());
    }

    private static String marked(Reply reply, EnvelopeNames names) {
        return OUR_COMMANDS.contains(reply.code()) ? reply.text() + EnvelopeNames.MARK : names.marked(reply.text());
    }

    private static Kind kind(SmtpPhase phase, Reply reply) {
        if (!phase.isOfMessage()) {
            // Wrong credentials are the operator's to mend; 5xx before that means that we are not wanted.
            return reply.isPermanent() && phase.compareTo(SmtpPhase.EHLO) <= 0 ? Kind.POLICY : Kind.RELAY_DOWN;
        }
        if (!reply.isPermanent() || isTooManyRecipients(phase, reply)
                || phase == SmtpPhase.RCPT && reply.enhanced().startsWith("4.")) {
            return Kind.DEFERRED;
        }
        return phase == SmtpPhase.RCPT ? Kind.FAILED : Kind.POLICY;
    }

    /** RFC 5321 §4.5.3.1.10: a 552 to {@code RCPT} is to be taken for a 452, unless it says that it is something else. */
    private static boolean isTooManyRecipients(SmtpPhase phase, Reply reply) {
        return reply.code() == 552 && phase == SmtpPhase.RCPT
                && (reply.enhanced().isEmpty() || reply.enhanced().equals("5.5.3"));
    }

    Outcome disconnected() {
        return new Outcome(kind, phase, code, enhanced, text, false, local);
    }
}
