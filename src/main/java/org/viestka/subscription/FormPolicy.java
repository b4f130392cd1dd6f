package org.viestka.subscription;

import java.util.List;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.viestka.web.SafetyHeaders;

/** What a browser may do with a page that has the form: run our one script where the operator wants the puzzle, and frame it. */
class FormPolicy {

    private final FormGuard guard;
    private final AllowedOrigins embedding;

    FormPolicy(FormGuard guard, AllowedOrigins embedding) {
        this.guard = guard;
        this.embedding = embedding;
    }

    // Before the filter that forbids all of it where nothing is said.
    @ServerResponseFilter(priority = Priorities.USER + 100)
    void allow(ContainerRequestContext request, ContainerResponseContext response, UriInfo uri) {
        if (response.getMediaType() != null && response.getMediaType().isCompatible(MediaType.TEXT_HTML_TYPE)) {
            // Errors as well: what may not be framed is an empty box to a reader.
            var policy = uri.getPath().startsWith("/embed") ? embedding.policy() : SafetyHeaders.CONTENT_SECURITY_POLICY;
            response.getHeaders().putIfAbsent("Content-Security-Policy",
                    List.of(guard.bits() > 0 ? policy + "; script-src 'self'" : policy));
        }
    }
}
