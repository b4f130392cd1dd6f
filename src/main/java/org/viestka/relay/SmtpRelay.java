package org.viestka.relay;

import org.viestka.mail.Recipient;
import org.viestka.mail.RelayLogin;
import org.viestka.smtp.OctetBuffer;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.SmtpConnection;
import org.viestka.smtp.SmtpMessage;
import org.viestka.smtp.SmtpPhase;
import org.viestka.smtp.SmtpSettings;

/** Our own sender: kept connections, one write for a message. */
class SmtpRelay implements Relay {

    private final SmtpSettings settings;
    private final RelayLogin login;

    SmtpRelay(SmtpSettings settings, RelayLogin login) {
        this.settings = settings;
        this.login = login;
    }

    @Override
    public Session open() {
        return new Kept();
    }

    private class Kept implements Session {

        private final OctetBuffer buffer = new OctetBuffer(64 * 1024);
        private final SmtpConnection connection = new SmtpConnection(settings);
        private boolean connected;

        @Override
        public Outcome send(Letter letter, String sender, Recipient recipient) {
            letter.template().write(recipient, buffer);
            var outcome = connection.send(sender, recipient.address(),
                    new SmtpMessage(buffer.octets(), buffer.length(), true));
            if (outcome.phase() == SmtpPhase.AUTH && outcome.code() > 0) {
                login.refused(outcome.reply());
            } else if (!connected && outcome.connected()) {
                login.accepted();
            }
            connected = outcome.connected();
            return outcome;
        }

        @Override
        public void abort() {
            connection.abort();
        }

        @Override
        public void close() {
            connected = false;
            connection.close();
        }
    }
}
