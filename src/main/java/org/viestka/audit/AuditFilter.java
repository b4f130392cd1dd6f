package org.viestka.audit;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.viestka.admin.Actor;
import org.viestka.admin.Role;
import org.viestka.web.AddressDisclosure;
import org.viestka.web.AuditNote;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;

/** Notes every call that may have changed something or that opens addresses, before it is answered. */
class AuditFilter {

    private static final Logger LOG = Logger.getLogger(AuditFilter.class);
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int LONGEST_RESOURCE = 300;
    private static final int LONGEST_NOTE = 2_000;
    // Resources are named by id; but a client may put an address where an id belongs.
    private static final Pattern ADDRESS = Pattern.compile("[^/]*(?:@|%40|%25)[^/]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS_IN_TEXT = Pattern.compile("\\S*@\\S*");

    private final Clock clock;

    AuditFilter(Clock clock) {
        this.clock = clock;
    }

    @ServerResponseFilter
    Uni<Void> note(ContainerRequestContext request, ContainerResponseContext response, RoutingContext context) {
        var path = request.getUriInfo().getRequestUri().getRawPath();
        boolean harmless = HARMLESS.contains(request.getMethod()) && !AddressDisclosure.isNoted(context);
        // The first call with this key was the act.
        boolean isReplay = response.getHeaders().containsKey("Idempotency-Replayed");
        if (harmless || isReplay || !path.startsWith("/api/")) {
            return Uni.createFrom().voidItem();
        }
        return actor(context).map(actor -> {
            var entry = new AuditEntry();
            entry.at = clock.instant();
            entry.actor = actor.getPrincipal().getName();
            entry.actorId = Actor.of(actor).map(Actor::auditedId).orElse(null);
            entry.role = Role.keyOf(actor);
            entry.method = request.getMethod();
            entry.resource = resource(path);
            entry.status = response.getStatus();
            entry.note = AuditNote.of(context).map(AuditFilter::note).orElse(null);
            var write = Uni.createFrom().voidItem().invoke(() -> write(entry));
            return BlockingOperationControl.isBlockingAllowed()
                    ? write
                    : write.runSubscriptionOn(Infrastructure.getDefaultExecutor());
        }).orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Whoever has signed in for this call; asks nobody to, which a call open to all must not. */
    private static Optional<SecurityIdentity> actor(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                ? Optional.of(user.getSecurityIdentity()).filter(identity -> !identity.isAnonymous())
                : Optional.empty();
    }

    private static String resource(String path) {
        var named = ADDRESS.matcher(path).replaceAll("…");
        return named.length() > LONGEST_RESOURCE ? named.substring(0, LONGEST_RESOURCE) + "…" : named;
    }

    private static String note(String text) {
        var named = ADDRESS_IN_TEXT.matcher(text).replaceAll("…");
        return named.length() > LONGEST_NOTE ? named.substring(0, LONGEST_NOTE) + "…" : named;
    }

    private static void write(AuditEntry entry) {
        try {
            QuarkusTransaction.requiringNew().run(entry::persist);
        } catch (RuntimeException e) {
            // What was done is done: the caller must be told so, and the log keeps what the table could not.
            LOG.errorf(e, "No audit entry could be written: %s %s %s %d", entry.actor, entry.method, entry.resource,
                    entry.status);
        }
    }
}
