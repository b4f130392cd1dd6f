package org.viestka.smtp;

/** Where in the dialogue something happened, in the order of the dialogue (RFC 5321 §4.1.4). */
public enum SmtpPhase {
    CONNECT, GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA,
    /** The message itself is being written, its final dot is not. */
    BODY,
    /** The final dot is out, or part of what carries it. */
    END;

    /** Whether this is about a message, not about the way to the relay. */
    boolean isOfMessage() {
        return compareTo(MAIL) >= 0;
    }
}
