package org.viestka.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * From {@code MAIL} to the reply to the final dot, again and again over one wire: pipelined where the server allows it (RFC 2920),
 * step by step otherwise.
 */
final class SmtpTransaction {

    /** Octets written last, together with the dot: a link that breaks before them has certainly delivered nothing. */
    private static final int TAIL = 4096;

    private final SmtpWire wire;
    private final SmtpExtensions extensions;
    private final String ownHost;
    private final OctetBuffer stuffed = new OctetBuffer(TAIL + 8);
    private SmtpPhase phase;
    private boolean silent;

    /** @param ownHost as in {@code EHLO} */
    SmtpTransaction(SmtpWire wire, SmtpExtensions extensions, String ownHost) {
        this.wire = wire;
        this.extensions = extensions;
        this.ownHost = ownHost;
    }

    /** Whether the last one ended because the server did not answer in time. */
    boolean isSilent() {
        return silent;
    }

    Outcome run(String sender, String recipient, SmtpMessage message) {
        phase = SmtpPhase.MAIL;
        try {
            return transact(sender, recipient, message);
        } catch (IOException e) {
            silent = e instanceof SocketTimeoutException;
            var kind = phase == SmtpPhase.END ? Outcome.Kind.UNCERTAIN : Outcome.Kind.DEFERRED;
            var why = silent ? "the relay did not answer in time" : String.valueOf(e.getMessage());
            return new Outcome(kind, phase, 0, "", ReplyText.anonymous(why, recipient), false);
        }
    }

    private Outcome transact(String sender, String recipient, SmtpMessage message) throws IOException {
        boolean pipelined = extensions.pipelining();
        mail(sender, message.length(), MailboxPath.isAscii(sender) && MailboxPath.isAscii(recipient));
        if (pipelined) {
            recipient(recipient);
            wire.commands().appendAscii("DATA\r\n");
        }
        wire.flush();
        var mail = reply();
        if (isRefusal(mail)) {
            var outcome = refusal(mail, sender, recipient);
            return pipelined ? afterPipelined(outcome) : outcome;
        }
        phase = SmtpPhase.RCPT;
        if (!pipelined) {
            recipient(recipient);
            wire.flush();
        }
        var rcpt = reply();
        if (isRefusal(rcpt)) {
            var outcome = refusal(rcpt, sender, recipient);
            return pipelined ? afterPipelined(outcome) : reset(outcome);
        }
        phase = SmtpPhase.DATA;
        var data = pipelined ? reply() : wire.ask(phase, "DATA");
        if (data.code() >= 400) {
            return reset(refusal(data, sender, recipient));
        }
        if (data.code() != 354) {
            throw new MalformedReplyException("reply " + data.code() + " where 354 was due");
        }
        phase = SmtpPhase.BODY;
        write(message);
        var end = reply();
        return isRefusal(end)
                ? refusal(end, sender, recipient)
                : new Outcome(Outcome.Kind.SENT, phase, end.code(), end.enhanced(), "", true);
    }

    private void mail(String sender, int length, boolean ascii) {
        var command = wire.commands();
        command.clear();
        command.appendAscii("MAIL FROM:<").appendUtf8(sender).append('>');
        if (extensions.size()) {
            command.appendAscii(" SIZE=").appendAscii(Integer.toString(length));
        }
        command.appendAscii(ascii ? "\r\n" : " SMTPUTF8\r\n");
    }

    private void recipient(String recipient) {
        wire.commands().appendAscii("RCPT TO:<").appendUtf8(recipient).appendAscii(">\r\n");
    }

    /** The message as it goes over the wire, the dot last (RFC 5321 §4.1.1.4). */
    private void write(SmtpMessage message) throws IOException {
        var octets = message.octets();
        int length = message.length();
        stuffed.clear();
        int written = 0;
        if (message.dotless() || DotStuffing.firstDot(octets, 0, length) < 0) {
            // As good as always: nothing to stuff, so only the tail is copied, to have the dot behind it.
            int tail = Math.max(0, length - TAIL);
            wire.write(octets, 0, tail);
            stuffed.append(octets, tail, length - tail);
        } else {
            DotStuffing.stuff(octets, length, stuffed);
            written = Math.max(0, stuffed.length() - TAIL);
            wire.write(stuffed.octets(), 0, written);
        }
        boolean complete = length >= 2 && octets[length - 2] == '\r' && octets[length - 1] == '\n';
        stuffed.appendAscii(complete ? ".\r\n" : "\r\n.\r\n");
        phase = SmtpPhase.END;
        wire.write(stuffed.octets(), written, stuffed.length());
    }

    /** Reads the replies that are still due after a refusal, and sees to it that no message goes out (RFC 2920 §3.1). */
    private Outcome afterPipelined(Outcome outcome) {
        if (!outcome.connected()) {
            return outcome;
        }
        try {
            boolean anyRecipient = phase == SmtpPhase.MAIL && wire.reply(SmtpPhase.RCPT).isPositive();
            var data = wire.reply(SmtpPhase.DATA);
            if (!data.isIntermediate()) {
                return data.isGoodbye() ? outcome.disconnected() : reset(outcome);
            }
            // A lone dot ends a message without recipients; with one, it would be an empty message to somebody.
            if (anyRecipient || data.code() != 354) {
                return outcome.disconnected();
            }
            return wire.ask(SmtpPhase.END, ".").isGoodbye() ? outcome.disconnected() : outcome;
        } catch (IOException e) {
            return outcome.disconnected();
        }
    }

    /** Ends a transaction that is still open (RFC 5321 §4.1.1.5). What became of the message is known already. */
    private Outcome reset(Outcome outcome) {
        if (!outcome.connected()) {
            return outcome;
        }
        try {
            return wire.ask(SmtpPhase.MAIL, "RSET").code() == 250 ? outcome : outcome.disconnected();
        } catch (IOException e) {
            return outcome.disconnected();
        }
    }

    private Outcome refusal(Reply reply, String sender, String recipient) {
        return Outcome.ofRefusal(phase, reply, new EnvelopeNames(ownHost, sender, recipient), true);
    }

    private Reply reply() throws IOException {
        return wire.reply(phase);
    }

    private boolean isRefusal(Reply reply) throws MalformedReplyException {
        if (reply.isIntermediate()) {
            throw new MalformedReplyException("reply " + reply.code() + " where a 2xx was due");
        }
        return reply.code() >= 400;
    }
}
