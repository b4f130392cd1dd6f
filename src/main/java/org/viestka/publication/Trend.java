package org.viestka.publication;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The analysts' verdict on a rubric in a week. Always told by a word, never by colour alone. */
public enum Trend {
    @JsonProperty("improved")
    IMPROVED, @JsonProperty("unchanged")
    UNCHANGED, @JsonProperty("worsened")
    WORSENED;

    /** As in JSON and in CSS classes, for example {@code improved}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The verdict in words. */
    public String words(Words words) {
        return switch (this) {
            case IMPROVED -> words.trend_improved();
            case UNCHANGED -> words.trend_unchanged();
            case WORSENED -> words.trend_worsened();
        };
    }
}
