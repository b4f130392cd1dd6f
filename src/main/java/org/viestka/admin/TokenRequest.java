package org.viestka.admin;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A token or session of ours. Not a {@code TokenAuthenticationRequest}: those are the OpenID provider's. */
class TokenRequest extends BaseAuthenticationRequest {

    private final String secret;

    TokenRequest(String secret) {
        this.secret = secret;
    }

    String secret() {
        return secret;
    }
}
