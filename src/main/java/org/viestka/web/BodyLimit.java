package org.viestka.web;

import java.util.Set;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * How large bodies may be. All but lists are read into memory before anything looks at them, and counted meanwhile: in every
 * version of HTTP, with a length or without. Lists have a limit of their own and are read as they arrive.
 */
public class BodyLimit {

    /** Octets that a caller with credentials may send. */
    public static final int MOST_OCTETS = 2 * 1024 * 1024;

    /** Octets that a stranger may send: enough for every form, and little enough for thousands at once. */
    public static final int MOST_OCTETS_OF_STRANGERS = 64 * 1024;

    private static final String LISTS = "text/csv";
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    @ServerRequestFilter(preMatching = true)
    Uni<Void> read(ContainerRequestContext context, RoutingContext exchange) {
        boolean isStranger = context.getHeaderString(HttpHeaders.AUTHORIZATION) == null;
        if (!WITH_BODY.contains(context.getMethod()) || exchange.request().isEnded() || !isStranger && isList(context)) {
            return Uni.createFrom().voidItem();
        }
        return new BodyReader(exchange, isStranger ? MOST_OCTETS_OF_STRANGERS : MOST_OCTETS).read()
                .invoke(context::setEntityStream).replaceWithVoid();
    }

    /** Whether the body may be of any size. */
    public static boolean isList(ContainerRequestContext request) {
        var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, LISTS, 0, LISTS.length());
    }
}
