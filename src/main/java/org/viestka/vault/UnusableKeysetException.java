package org.viestka.vault;

/** The key file is missing, damaged or of another database. The message is written for the operator. */
public class UnusableKeysetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableKeysetException(String message) {
        super(message);
    }
}
