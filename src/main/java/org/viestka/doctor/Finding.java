package org.viestka.doctor;

import java.util.function.Function;

import org.viestka.publication.Words;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the doctor found.
 *
 * @param check what was looked at
 * @param says what is the case
 * @param fix what to do; null where there is nothing
 */
record Finding(Check check, Result result, Function<Words, String> says, Function<Words, String> fix) {

    static Finding ok(Check check, Function<Words, String> says) {
        return new Finding(check, Result.OK, says, null);
    }

    static Finding warning(Check check, Function<Words, String> says, Function<Words, String> fix) {
        return new Finding(check, Result.WARNING, says, fix);
    }

    static Finding error(Check check, Function<Words, String> says, Function<Words, String> fix) {
        return new Finding(check, Result.ERROR, says, fix);
    }

    /** Nobody answered. */
    static Finding unanswered(Check check) {
        return new Finding(check, Result.UNKNOWN, Words::doctor_dns_silent, Words::doctor_dns_silent_fix);
    }

    enum Check {
        @JsonProperty("spf")
        SPF, @JsonProperty("dkim")
        DKIM, @JsonProperty("dmarc")
        DMARC, @JsonProperty("ptr")
        PTR, @JsonProperty("relay")
        RELAY, @JsonProperty("publicUrl")
        PUBLIC_URL, @JsonProperty("database")
        DATABASE
    }

    enum Result {
        @JsonProperty("ok")
        OK,
        /** Works, and could be better. */
        @JsonProperty("warning")
        WARNING,
        /** Mail or links do not arrive. */
        @JsonProperty("error")
        ERROR,
        /** It could not be found out. */
        @JsonProperty("unknown")
        UNKNOWN
    }
}
