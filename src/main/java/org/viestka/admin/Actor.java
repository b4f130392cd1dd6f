package org.viestka.admin;

import java.util.Optional;
import java.util.UUID;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/**
 * Who signed in, and how.
 *
 * @param id of what signed in: the session or token; the user's own where it was neither
 * @param account of the user who signed in, or whose the token is; null for a token of former times that is nobody's
 * @param name as the audit trail has it
 */
public record Actor(UUID id, UUID account, String name, Role role, Means means) {

    private static final String ATTRIBUTE = "viestka.actor";

    enum Means {
        /** In this very call, with the second factor where there is one. */
        PASSWORD,
        /** By what a password was exchanged for. */
        SESSION,
        /** The newsroom's OpenID provider says who it is. */
        PROVIDER,
        /** A machine. */
        TOKEN
    }

    public static Actor of(Account account, Means means, UUID id) {
        return new Actor(id, account.id, account.name, account.role, means);
    }

    /** With everything that the role allows. An admin is an editor too. */
    SecurityIdentity identity() {
        var identity = bare().addRole(role.key());
        return role == Role.ADMIN ? identity.addRole(Role.EDITOR.key()).build() : identity.build();
    }

    /** Known, and allowed nothing. */
    SecurityIdentity identityWithoutRoles() {
        return bare().build();
    }

    private QuarkusSecurityIdentity.Builder bare() {
        return QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name)).addAttribute(ATTRIBUTE, this);
    }

    public static Optional<Actor> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    /** Of the user or the token, whichever acts. */
    public UUID auditedId() {
        return means == Means.TOKEN ? id : account;
    }
}
