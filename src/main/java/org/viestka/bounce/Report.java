package org.viestka.bounce;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a message that came back says.
 *
 * @param status enhanced status code (RFC 3463), for example {@code 5.1.1}; null where there is none
 * @param relay host that reports it; null where it does not say
 * @param reply of the host that refused, without the addresses that the report names; null where there is none
 * @param returnPaths tokens of the envelope's sender that it names, as far as they look like ours
 * @param unsubscribeTokens of the message that it returns
 */
record Report(Kind kind, String status, String relay, String reply, List<String> returnPaths, List<String> unsubscribeTokens) {

    enum Kind {
        /** There is no such mailbox. */
        @JsonProperty("hard")
        HARD,
        /** Not taken, for another reason or for now: says nothing about the address. */
        @JsonProperty("soft")
        SOFT,
        /** The reader called it spam. */
        @JsonProperty("complaint")
        COMPLAINT,
        /** Delivered, on its way, a holiday reply, or something that we do not understand. */
        @JsonProperty("not-a-bounce")
        NOT_A_BOUNCE
    }
}
