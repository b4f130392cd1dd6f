package org.viestka.relay;

import org.viestka.mail.BulkMessage;
import org.viestka.mail.EncodedMailing;
import org.viestka.mail.Recipient;
import org.viestka.smtp.Outcome;

/** The way out of the house. */
public interface Relay {

    /** Opens what one worker needs; the connection itself may be made with the first message. */
    Session open();

    /** One worker's connection. Used by one thread at a time. */
    interface Session extends AutoCloseable {

        /**
         * Sends one message; never throws for trouble with the relay.
         *
         * @param sender the envelope's sender
         */
        Outcome send(Letter letter, String sender, Recipient recipient);

        /** Hangs up at once and for good, from any thread; a message under way ends as deferred or uncertain. */
        void abort();

        @Override
        void close();
    }

    /** What all readers of one frozen text get, as it was written and as it is encoded. */
    record Letter(BulkMessage message, EncodedMailing template) {}
}
