package org.viestka.vault;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The key file is missing, damaged or of another database. The message is written for the operator. */
public class UnusableKeysetException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    UnusableKeysetException(String message) {
        super(message);
    }
}
