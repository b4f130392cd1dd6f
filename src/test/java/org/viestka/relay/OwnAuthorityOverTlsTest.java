package org.viestka.relay;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same with TLS from the first octet, and mailings by Quarkus Mailer as well. */
@QuarkusTest
@TestProfile(OwnAuthorityOverTlsTest.Tls.class)
class OwnAuthorityOverTlsTest extends OwnAuthorityTest {

    public static class Tls extends StartTls {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(super.getConfigOverrides());
            settings.put("quarkus.mailer.tls", "true");
            settings.put("viestka.delivery.transport", "mailer");
            return settings;
        }
    }

    @Override
    boolean isAtOnce() {
        return true;
    }
}
