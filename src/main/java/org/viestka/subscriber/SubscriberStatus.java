package org.viestka.subscriber;

import org.viestka.publication.Words;
import org.viestka.web.Problem;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a subscriber may be written to. Only active ones get mailings. */
public enum SubscriberStatus {
    @JsonProperty("pending")
    PENDING, @JsonProperty("active")
    ACTIVE, @JsonProperty("paused")
    PAUSED, @JsonProperty("unsubscribed")
    UNSUBSCRIBED, @JsonProperty("bounced")
    BOUNCED, @JsonProperty("complained")
    COMPLAINED;

    /** As in queries, for example {@code active}. */
    public static SubscriberStatus fromString(String name) {
        for (var status : values()) {
            if (status.name().equalsIgnoreCase(name)) {
                return status;
            }
        }
        throw Problem.invalid("status", Words::invalid_status);
    }

    /** Whether the reader said no: nobody but the reader brings them back. */
    public boolean isOptOut() {
        return this == UNSUBSCRIBED || this == COMPLAINED;
    }

    /** Whether nothing comes until somebody undoes it: the reader, or after a bounce an admin with a reason. */
    public boolean isGone() {
        return isOptOut() || this == BOUNCED;
    }

    /** Whether a mail to confirm makes a reader of them, again or for the first time. */
    public boolean isConfirmable() {
        return this == PENDING || isGone();
    }
}
