package org.viestka.smtp;

import java.io.IOException;

/** The server said something that is no SMTP reply. It says nothing about the message: trouble that passes, never a refusal. */
class MalformedReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
