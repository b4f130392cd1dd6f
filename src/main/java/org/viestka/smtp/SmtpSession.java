package org.viestka.smtp;

/** One connection, and the messages that go over it one after the other (RFC 5321 §3.3). One thread at a time. */
public final class SmtpSession {

    private final SmtpWire wire;
    private final SmtpSettings settings;
    private SmtpExtensions extensions;
    private SmtpTransaction transaction;
    private int messages;

    public SmtpSession(SmtpSettings settings) {
        this.settings = settings;
        wire = new SmtpWire(settings);
    }

    public void open() throws RelayDownException {
        try {
            extensions = new SmtpIntroduction(settings, wire).introduce();
            transaction = new SmtpTransaction(wire, extensions, settings.ownHostName());
        } catch (RelayDownException e) {
            wire.close();
            throw e;
        }
    }

    /** Whether messages went this way before. */
    boolean isUsed() {
        return messages > 0;
    }

    boolean isExhausted() {
        return settings.messagesPerConnection() > 0 && messages >= settings.messagesPerConnection();
    }

    /** Whether the server never answered, as opposed to having hung up. */
    boolean isSilent() {
        return transaction.isSilent();
    }

    /** Whether the message is not larger than the server has announced that it takes. */
    boolean takes(SmtpMessage message) {
        return extensions.largest() == 0 || message.length() <= extensions.largest();
    }

    Outcome send(String sender, String recipient, SmtpMessage message) {
        if (!takes(message)) {
            return Outcome.local(Outcome.Kind.POLICY, SmtpPhase.MAIL, 552, "5.3.4",
                    "the message has " + message.length() + " octets and the relay takes " + extensions.largest(), true);
        }
        boolean ascii = MailboxPath.isAscii(sender) && MailboxPath.isAscii(recipient);
        if (!ascii && !extensions.smtpUtf8()) {
            return Outcome.local(Outcome.Kind.FAILED, SmtpPhase.RCPT, 553, "5.6.7",
                    "the address has letters outside ASCII, which the relay cannot carry", true);
        }
        messages++;
        return transaction.run(sender, recipient, message);
    }

    public void close() {
        wire.quit();
    }

    void drop() {
        wire.close();
    }

    void abort() {
        wire.abort();
    }
}
