package org.viestka.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.admin.Actor.Means;
import org.viestka.publication.Words;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Lets a machine in by its token, a person by a session. What becomes of the user is seen at the next call, on any node. */
@ApplicationScoped
class TokenSignIn implements IdentityProvider<TokenRequest> {

    private static final String BOUNCES = "/api/bounces";

    private final SignInPolicy people;
    private final Clock clock;

    TokenSignIn(SignInPolicy people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Class<TokenRequest> getRequestType() {
        return TokenRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenRequest request, AuthenticationRequestContext context) {
        var http = HttpSecurityUtils.getRoutingContextAttribute(request);
        return context.runBlocking(() -> QuarkusTransaction.requiringNew().call(() -> signIn(request.secret(), http)));
    }

    private SecurityIdentity signIn(String secret, RoutingContext request) {
        var now = clock.instant();
        var identity = secret.startsWith(Session.PREFIX) ? person(secret, now, request) : machine(secret, now, request);
        return identity.orElseThrow(AuthenticationFailedException::new);
    }

    private Optional<SecurityIdentity> person(String secret, Instant now, RoutingContext request) {
        return Session.findValid(secret, now)
                .flatMap(session -> Account.<Account>findByIdOptional(session.accountId).filter(account -> !account.disabled)
                        .map(account -> people.admit(account, Means.SESSION, session.id, request)));
    }

    /** @throws AuthenticationFailedException with a 403 for a token that reports bounces, wherever else it is used */
    private static Optional<SecurityIdentity> machine(String secret, Instant now, RoutingContext request) {
        return ApiToken.findByToken(secret).filter(token -> token.isValidAt(now)).flatMap(token -> {
            Optional<Account> user = token.accountId == null ? Optional.empty() : Account.findByIdOptional(token.accountId);
            if (token.role == Role.BOUNCES && !request.normalizedPath().equals(BOUNCES)) {
                throw new AuthenticationFailedException(Problem.of(Status.FORBIDDEN, Words::problem_forbidden));
            }
            var actor = token.actorFor(user);
            actor.ifPresent(used -> token.noteUse(now));
            return actor.map(Actor::identity);
        });
    }
}
