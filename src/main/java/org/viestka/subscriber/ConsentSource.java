package org.viestka.subscriber;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a subscriber's consent came to us. */
public enum ConsentSource {
    @JsonProperty("form")
    FORM, @JsonProperty("api")
    API, @JsonProperty("import")
    IMPORT, @JsonProperty("admin")
    ADMIN
}
