package org.viestka.support;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * An installation in a hurry: nobody has to confirm, and for a single mail it has a connection of its own and no patience, so
 * that a greeting that is missed is a failure.
 */
public class Hasty implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("viestka.subscription.confirmation", "off", "quarkus.mailer.keep-alive", "false",
                "quarkus.mailer.timeout", "10s");
    }
}
