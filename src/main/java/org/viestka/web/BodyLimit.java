package org.viestka.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.viestka.publication.Words;

/** Only lists may be large: they are read as they arrive, everything else is held in memory. */
public class BodyLimit {

    /** Of everything but lists. */
    public static final int MOST_OCTETS = 2 * 1024 * 1024;

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        // Parts go to a disk as they come: without a length there would be no end to them. One-click mail programs give it.
        if (type != null && type.startsWith("multipart/") && request.getHeaderString("Transfer-Encoding") != null) {
            throw Problem.of(Status.LENGTH_REQUIRED, Words::problem_length);
        }
        // Nothing is unpacked: a few kilobytes could become gigabytes.
        var coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            throw Problem.of(Status.UNSUPPORTED_MEDIA_TYPE, Words::problem_media_type);
        }
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        // Longer than any length that fits is too long as well.
        if (!isList(request) && length != null && (length.length() > 18 || Long.parseLong(length) > MOST_OCTETS)) {
            throw Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, Words::problem_too_large);
        }
    }

    /** Whether the body may be of any size. */
    public static boolean isList(ContainerRequestContext request) {
        var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("text/csv");
    }
}
