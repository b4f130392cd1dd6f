package org.viestka.admin;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.mutiny.Uni;

/** Lets a machine in by its token. */
@ApplicationScoped
class TokenSignIn implements IdentityProvider<TokenAuthenticationRequest> {

    private final Clock clock;

    TokenSignIn(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(
                () -> QuarkusTransaction.requiringNew().call(() -> signIn(request.getToken().getToken())));
    }

    private SecurityIdentity signIn(String typed) {
        var now = clock.instant();
        var token = ApiToken.findByToken(typed).filter(found -> found.isValidAt(now))
                .orElseThrow(AuthenticationFailedException::new);
        token.noteUse(now);
        return token.role.identity(token.actor());
    }
}
