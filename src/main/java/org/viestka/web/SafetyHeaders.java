package org.viestka.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.viestka.publication.Publication;

/** Headers that keep a reader's visit between them and us. */
public class SafetyHeaders {

    /** Style is a file of ours; no script at all. Mails shown in the browser bring their own policy. */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String A_YEAR = "max-age=31536000";

    private final boolean isSecure;
    private final Optional<String> onion;

    SafetyHeaders(Publication publication) {
        isSecure = publication.link("/").startsWith("https:");
        onion = publication.mirrors().stream().filter(mirror -> URI.create(mirror).getHost().endsWith(".onion")).findFirst();
    }

    @ServerResponseFilter
    void add(ContainerRequestContext request, ContainerResponseContext response, UriInfo uri) {
        var headers = response.getHeaders();
        headers.putSingle("Referrer-Policy", "no-referrer");
        headers.putSingle("X-Content-Type-Options", "nosniff");
        if (isSecure) {
            // Not for subdomains, which are not ours to speak for.
            headers.putSingle("Strict-Transport-Security", A_YEAR);
        }
        if (onion.isPresent() && response.getStatus() == 200 && request.getMethod().equals("GET")
                && MediaType.TEXT_HTML_TYPE.isCompatible(response.getMediaType())) {
            // Tor Browser offers its reader the same page there.
            var page = uri.getRequestUri();
            headers.putSingle("Onion-Location",
                    onion.get() + page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery()));
        }
        headers.putIfAbsent("Content-Security-Policy", List.of(CONTENT_SECURITY_POLICY));
        if (!response.getHeaders().containsKey("Cache-Control")) {
            headers.putSingle("Cache-Control", "no-store");
        }
    }
}
