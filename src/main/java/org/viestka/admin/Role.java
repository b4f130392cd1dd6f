package org.viestka.admin;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/** What a person or a machine may do: editors work on the texts, admins do everything. */
enum Role {
    @JsonProperty("admin")
    ADMIN, @JsonProperty("editor")
    EDITOR;

    /** As in JSON and in {@code @RolesAllowed}, for example {@code editor}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whoever signed in, with this role. An admin is an editor too. */
    SecurityIdentity identity(String actor) {
        var identity = QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(actor)).addRole(key());
        return this == ADMIN ? identity.addRole(EDITOR.key()).build() : identity.build();
    }

    /** The key of the highest role of whoever signed in. */
    static String keyOf(SecurityIdentity identity) {
        return identity.hasRole(ADMIN.key()) ? ADMIN.key() : EDITOR.key();
    }
}
