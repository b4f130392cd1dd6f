package org.viestka.commentary;

import java.util.Locale;

import org.viestka.publication.Words;
import org.viestka.web.Problem;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether readers see a commentary. */
public enum CommentaryStatus {
    @JsonProperty("draft")
    DRAFT, @JsonProperty("published")
    PUBLISHED, @JsonProperty("withdrawn")
    WITHDRAWN;

    /** As in JSON and in CSS classes, for example {@code draft}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Of a query parameter; null where it is empty.
     *
     * @throws Problem 400 for any other than the three keys
     */
    public static CommentaryStatus fromString(String key) {
        if (key.isEmpty()) {
            return null;
        }
        for (var status : values()) {
            if (status.key().equals(key)) {
                return status;
            }
        }
        throw Problem.invalid("status", Words::invalid_status);
    }
}
