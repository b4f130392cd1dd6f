package org.viestka.issue;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When mailings begin by themselves. */
@ConfigMapping(prefix = "viestka.timetable")
public interface TimetableConfig {

    /** Day and time in the publication's zone at which the past week's mailings begin; {@code off}: by hand only. */
    @WithDefault("Monday 09:00")
    SendTime send();

    /** How late a missed send may still begin. Beyond it the week is reported as missed and left to an editor. */
    @WithDefault("24h")
    Duration catchUp();

    /** What happens to an edition with missing translations: {@code hold}, or {@code send} what there is. */
    @WithDefault("hold")
    Incomplete incomplete();

    /** What to do with an edition that lacks translations. */
    enum Incomplete {
        /** Wait for an editor. */
        HOLD,
        /** Send what there is. */
        SEND
    }
}
