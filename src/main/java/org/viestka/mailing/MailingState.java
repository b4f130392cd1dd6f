package org.viestka.mailing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a mailing stands. Only one that is sending is sent from. */
public enum MailingState {
    @JsonProperty("assembled")
    ASSEMBLED, @JsonProperty("held")
    HELD, @JsonProperty("sending")
    SENDING, @JsonProperty("paused")
    PAUSED, @JsonProperty("finished")
    FINISHED, @JsonProperty("cancelled")
    CANCELLED;

    /** Whether the texts may still be rendered anew. */
    boolean isBeforeSending() {
        return this == ASSEMBLED || this == HELD;
    }
}
