package org.viestka.subscription;

import java.util.List;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.viestka.web.SafetyHeaders;

/** Lets the browser run our one script, on pages, and only where the operator wants the puzzle. */
class PuzzleScript {

    private final FormGuard guard;

    PuzzleScript(FormGuard guard) {
        this.guard = guard;
    }

    // Before the filter that forbids all scripts where nothing is said.
    @ServerResponseFilter(priority = Priorities.USER + 100)
    void allow(ContainerRequestContext request, ContainerResponseContext response) {
        if (guard.bits() > 0 && response.getMediaType() != null
                && response.getMediaType().isCompatible(MediaType.TEXT_HTML_TYPE)) {
            response.getHeaders().putIfAbsent("Content-Security-Policy",
                    List.of(SafetyHeaders.CONTENT_SECURITY_POLICY + "; script-src 'self'"));
        }
    }
}
