package org.viestka.admin;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.security.identity.SecurityIdentity;

/** What a person or a machine may do. */
public enum Role {
    /** Everything an editor may, and everything else. */
    @JsonProperty("admin")
    ADMIN,
    /** Works on the texts. */
    @JsonProperty("editor")
    EDITOR,
    /** Reports what came back, and nothing else: for the token of a mail server. Nobody signs in so. */
    @JsonProperty("bounces")
    BOUNCES;

    /** As in JSON and in {@code @RolesAllowed}, for example {@code editor}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isForPeople() {
        return this != BOUNCES;
    }

    /** What both allow; empty where that is nothing. */
    Optional<Role> common(Role other) {
        if (this == ADMIN || this == other) {
            return Optional.of(other);
        }
        return other == ADMIN ? Optional.of(this) : Optional.empty();
    }

    /** The key of the highest role of whoever signed in. */
    public static String keyOf(SecurityIdentity identity) {
        if (identity.hasRole(ADMIN.key())) {
            return ADMIN.key();
        }
        return identity.hasRole(BOUNCES.key()) ? BOUNCES.key() : EDITOR.key();
    }
}
