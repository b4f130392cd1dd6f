package org.viestka.admin;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.admin.Actor.Means;
import org.viestka.publication.Words;
import org.viestka.web.Problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;

/** Lets people in whose password, session or provider has already been found right. */
@ApplicationScoped
class SignInPolicy {

    private static final String OWN_ACCOUNT = "/api/account";

    private final AdminConfig config;

    SignInPolicy(AdminConfig config) {
        this.config = config;
    }

    /**
     * To be called in a transaction.
     *
     * @param id of the session; the account's own where there is none
     * @throws AuthenticationFailedException with a 403 for who must set a second factor up first; the own account stays open
     */
    SecurityIdentity admit(Account account, Means means, UUID id, RoutingContext request) {
        var actor = Actor.of(account, means, id);
        if (!lacksSecondFactor(account, means)) {
            return actor.identity();
        }
        var path = request.normalizedPath();
        if (!path.equals(OWN_ACCOUNT) && !path.startsWith(OWN_ACCOUNT + "/")) {
            throw new AuthenticationFailedException(Problem.of(Status.FORBIDDEN, Words::problem_second_factor_wanted));
        }
        return actor.identityWithoutRoles();
    }

    /** Whether a provider asks for a second factor is for the provider to say. */
    private boolean lacksSecondFactor(Account account, Means means) {
        return config.secondFactor() == AdminConfig.Wanted.REQUIRED && means != Means.PROVIDER
                && SecondFactor.findActive(account.id).isEmpty();
    }
}
