package org.viestka.smtp;

/**
 * Sends messages to the relay over one connection, which is opened when there is something to send, kept for the next message,
 * and replaced when it is lost or has carried its share. One thread at a time; only {@link #abort} may come from another.
 *
 * <p>
 * It never throws for what the relay or the network does: that is the {@link Outcome}.
 */
public final class SmtpConnection implements AutoCloseable {

    private final SmtpSettings settings;
    private volatile SmtpSession session;
    private volatile boolean aborted;

    public SmtpConnection(SmtpSettings settings) {
        this.settings = settings;
    }

    /**
     * Sends one message to one recipient.
     *
     * @param envelopeSender where bounces go; empty for the null sender of RFC 5321 §4.5.5
     * @param recipient bare addr-spec; one that could mean more than itself is {@code FAILED} as a bad address
     * @throws IllegalArgumentException for an envelope sender that is no address
     */
    public Outcome send(String envelopeSender, String recipient, SmtpMessage message) {
        if (!envelopeSender.isEmpty() && !MailboxPath.isMailbox(envelopeSender)) {
            throw new IllegalArgumentException("the envelope sender is no address");
        }
        if (!MailboxPath.isMailbox(recipient)) {
            return Outcome.local(Outcome.Kind.FAILED, SmtpPhase.RCPT, 553, "5.1.3", "bad destination mailbox address",
                    session != null);
        }
        if (session != null && !session.takes(message)) {
            // What it announced may have changed since.
            close();
        }
        if (session != null && session.isUsed()) {
            var outcome = attempt(envelopeSender, recipient, message);
            if (!isStale(outcome)) {
                return keep(outcome);
            }
            // The server has had enough of the connection, not of the message: RFC 5321 §3.8.
            drop();
        }
        if (session == null) {
            try {
                open();
            } catch (RelayDownException e) {
                drop();
                return e.outcome();
            }
        }
        return keep(attempt(envelopeSender, recipient, message));
    }

    /** Takes leave of the server. A later message opens another connection. */
    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** Hangs up at once and for good; a message under way ends as {@code DEFERRED} or {@code UNCERTAIN}. From any thread. */
    public void abort() {
        aborted = true;
        var current = session;
        if (current != null) {
            current.abort();
        }
    }

    private void open() throws RelayDownException {
        session = new SmtpSession(settings);
        if (aborted) {
            throw new RelayDownException(SmtpPhase.CONNECT, "we are shutting down");
        }
        session.open();
    }

    private Outcome attempt(String sender, String recipient, SmtpMessage message) {
        return session.send(sender, recipient, message);
    }

    /** Whether the connection ended and not the message: nobody has looked at it, or the server said so before it was sent. */
    private boolean isStale(Outcome outcome) {
        boolean lost = outcome.phase() == SmtpPhase.MAIL && outcome.code() == 0 && !session.isSilent();
        boolean goodbye = outcome.phase().compareTo(SmtpPhase.BODY) < 0 && outcome.code() == 421;
        return (lost || goodbye) && !outcome.connected() && !aborted;
    }

    private Outcome keep(Outcome outcome) {
        if (!outcome.connected()) {
            drop();
        } else if (session.isExhausted()) {
            close();
            return outcome.disconnected();
        }
        return outcome;
    }

    private void drop() {
        if (session != null) {
            session.drop();
            session = null;
        }
    }
}
