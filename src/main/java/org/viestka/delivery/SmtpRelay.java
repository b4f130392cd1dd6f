package org.viestka.delivery;

import org.viestka.mail.OctetBuffer;
import org.viestka.mail.Recipient;

/** Our own sender: kept connections, one write for a message. */
class SmtpRelay implements Relay {

    private final SmtpSettings settings;

    SmtpRelay(SmtpSettings settings) {
        this.settings = settings;
    }

    @Override
    public Session open() {
        return new Kept();
    }

    private class Kept implements Session {

        private final OctetBuffer buffer = new OctetBuffer(64 * 1024);
        private final SmtpConnection connection = new SmtpConnection(settings);

        @Override
        public Outcome send(Letter letter, String sender, Recipient recipient) {
            letter.template().write(recipient, buffer);
            return connection.send(sender, recipient.address(), new SmtpMessage(buffer.octets(), buffer.length(), true));
        }

        @Override
        public void abort() {
            connection.abort();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
