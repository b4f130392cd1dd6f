package org.viestka.support;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** An installation with mirrors, with its form on other sites, and with webhooks to its own network. */
public class WellConnected implements QuarkusTestProfile {

    /** A site that may show the form. */
    public static final String NEWSPAPER = "http://newspaper.example";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("viestka.mirrors", "https://mirror.example.net/,http://vestkaonionaddress.onion",
                "viestka.embed.origins", "https://news.example.org," + NEWSPAPER,
                "viestka.webhook.private-targets", "true", "viestka.webhook.timeout", "2s");
    }
}
