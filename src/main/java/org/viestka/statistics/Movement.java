package org.viestka.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a reader did, or what became of one. */
enum Movement {

    /** By the form or the API; also somebody who had left and wishes to come back. */
    @JsonProperty("signedUp")
    SIGNED_UP,
    /** Became a reader by their own act. */
    @JsonProperty("confirmed")
    CONFIRMED,
    /** Came by a list or by an admin's hand. */
    @JsonProperty("added")
    ADDED,
    /** Unsubscribed, or was erased while a reader. */
    @JsonProperty("left")
    LEFT, @JsonProperty("bounced")
    BOUNCED, @JsonProperty("complained")
    COMPLAINED
}
