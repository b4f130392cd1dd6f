package org.viestka.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A problem as it goes over the wire (RFC 9457 §3.1), media type {@code application/problem+json}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemJson(String type, String title, int status, String detail, List<Field> violations) {

    record Field(String field, String message) {}
}
