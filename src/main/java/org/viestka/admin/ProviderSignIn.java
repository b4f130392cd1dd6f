package org.viestka.admin;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.viestka.admin.Actor.Means;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a person in whom the newsroom's OpenID provider vouches for. The provider says who it is, and nothing else: only the
 * user of that name says whether and as what they come in, so that whoever is disabled here is out at once.
 */
@ApplicationScoped
class ProviderSignIn implements SecurityIdentityAugmentor {

    private final SignInPolicy people;

    ProviderSignIn(SignInPolicy people) {
        this.people = people;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(identity);
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context,
            Map<String, Object> attributes) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        var request = HttpSecurityUtils.getRoutingContextAttribute(attributes);
        return context.runBlocking(() -> QuarkusTransaction.requiringNew().call(() -> signIn(token.getName(), request)));
    }

    private SecurityIdentity signIn(String name, RoutingContext request) {
        var account = (name != null && AccountNames.isName(name) ? Account.findByName(name) : Optional.<Account>empty())
                .filter(found -> !found.disabled).orElseThrow(AuthenticationFailedException::new);
        return people.admit(account, Means.PROVIDER, account.id, request);
    }
}
