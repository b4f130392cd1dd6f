package org.viestka.web;

import java.time.Duration;
import java.util.Set;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * How large bodies may be. All but lists are read into memory before anything looks at them, and counted meanwhile: in every
 * version of HTTP, with a length or without. Lists have a limit of their own and are read as they arrive. More than a stranger may
 * send is read from nobody before their credentials are found to be right.
 */
public class BodyLimit {

    /** Octets that a caller with valid credentials may send. */
    public static final int MOST_OCTETS = 2 * 1024 * 1024;

    /** Octets that a stranger may send: enough for every form, and little enough for thousands at once. */
    public static final int MOST_OCTETS_OF_STRANGERS = 64 * 1024;

    private static final String LISTS = "text/csv";
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    // Octets of all bodies at once. The heap has 96 MB, and a body is in it twice or thrice while it is taken apart.
    private static final int MOST_AT_ONCE = 8 * 1024 * 1024;
    private static final Duration SLOWEST = Duration.ofMinutes(1);

    private final IdentityProviderManager identities;
    private final BodyMemory memoryOfStrangers = new BodyMemory(MOST_AT_ONCE);
    private final BodyMemory memory = new BodyMemory(MOST_AT_ONCE);

    BodyLimit(IdentityProviderManager identities) {
        this.identities = identities;
    }

    @ServerRequestFilter(preMatching = true)
    Uni<Void> read(ContainerRequestContext context, RoutingContext exchange) {
        var request = exchange.request();
        if (!WITH_BODY.contains(context.getMethod()) || request.isEnded()) {
            return Uni.createFrom().voidItem();
        }
        tidyType(request);
        if (request.getHeader(HttpHeaders.AUTHORIZATION) == null || isSmall(request)) {
            return read(context, exchange, false);
        }
        if (isList(context)) {
            return Uni.createFrom().voidItem();
        }
        request.pause();
        var loop = exchange.vertx().getOrCreateContext();
        return QuarkusHttpUser.getSecurityIdentity(exchange, identities).map(caller -> !caller.isAnonymous())
                // Whatever it is, they are told so afterwards.
                .onFailure().recoverWithItem(false)
                .emitOn(task -> loop.runOnContext(here -> task.run()))
                .flatMap(isKnown -> read(context, exchange, isKnown));
    }

    private Uni<Void> read(ContainerRequestContext context, RoutingContext exchange, boolean isKnown) {
        var reader = isKnown
                ? new BodyReader(exchange, MOST_OCTETS, memory, SLOWEST)
                : new BodyReader(exchange, MOST_OCTETS_OF_STRANGERS, memoryOfStrangers, SLOWEST);
        return reader.read().invoke(context::setEntityStream).replaceWithVoid();
    }

    private static boolean isSmall(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // No int is longer than nine digits for sure.
        return length != null && length.length() < 10 && Integer.parseInt(length) <= MOST_OCTETS_OF_STRANGERS;
    }

    /** Blanks may stand before the parameters of a type (RFC 9110 §5.6.6); Quarkus REST takes them for a part of it. */
    private static void tidyType(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        int end = type == null ? 0 : type.indexOf(';');
        if (end > 0 && Character.isWhitespace(type.charAt(end - 1))) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, type.substring(0, end).strip() + type.substring(end));
        }
    }

    /** Whether the body may be of any size. */
    public static boolean isList(ContainerRequestContext request) {
        var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, LISTS, 0, LISTS.length());
    }
}
