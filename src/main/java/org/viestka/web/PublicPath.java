package org.viestka.web;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.viestka.publication.Publication;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * The path of the public URL, which all else in the service knows nothing of. It is taken off at the door, before anybody asks who
 * may do what, and a proxy that has taken it off already is welcome as well.
 */
@Singleton
public class PublicPath {

    /** Before all that looks at the path, sign-in above all. */
    private static final int FIRST = 1_000_000;
    private static final String TAKEN_OFF = PublicPath.class.getName();

    private final Publication publication;

    PublicPath(Publication publication) {
        this.publication = publication;
    }

    void stand(@Observes Filters door) {
        if (!publication.base().isEmpty()) {
            door.register(this::takeOff, FIRST);
        }
    }

    private void takeOff(RoutingContext request) {
        var query = request.request().query();
        var asked = request.request().path() + (query == null ? "" : "?" + query);
        var page = publication.page(asked);
        // Once only: what follows may begin with the same word.
        if (page.equals(asked) || request.get(TAKEN_OFF) != null) {
            request.next();
            return;
        }
        request.put(TAKEN_OFF, true);
        request.reroute(page);
    }

    /** Resources name others from the root of the site. */
    @ServerResponseFilter
    void lead(ContainerResponseContext response) {
        var location = response.getHeaderString(HttpHeaders.LOCATION);
        if (location != null && location.startsWith("/")) {
            response.getHeaders().putSingle(HttpHeaders.LOCATION, publication.path(location));
        }
    }
}
