package org.viestka.statistics;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a reader did, or what became of one. */
enum Movement {

    /** By the form or the API; also somebody who had left and wishes to come back. */
    SIGNED_UP("signedUp"),
    /** Became a reader by their own act. */
    CONFIRMED("confirmed"),
    /** Came by a list or by an admin's hand. */
    ADDED("added"),
    /** Unsubscribed, or was erased while a reader. */
    LEFT("left"), BOUNCED("bounced"), COMPLAINED("complained");

    private final String key;

    Movement(String key) {
        this.key = key;
    }

    @JsonValue
    String key() {
        return key;
    }
}
