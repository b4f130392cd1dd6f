package org.viestka.admin;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.security.identity.SecurityIdentity;

/** What a person or a machine may do: editors work on the texts, admins do everything. */
enum Role {
    @JsonProperty("admin")
    ADMIN, @JsonProperty("editor")
    EDITOR;

    /** As in JSON and in {@code @RolesAllowed}, for example {@code editor}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of both that allows less. */
    Role lesser(Role other) {
        return this == ADMIN ? other : this;
    }

    /** The key of the highest role of whoever signed in. */
    static String keyOf(SecurityIdentity identity) {
        return identity.hasRole(ADMIN.key()) ? ADMIN.key() : EDITOR.key();
    }
}
