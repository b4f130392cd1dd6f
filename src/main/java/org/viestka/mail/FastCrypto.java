package org.viestka.mail;

import java.security.Provider;
import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * The Amazon Corretto Crypto Provider, where its library loads on this machine: it signs four times as fast as the JDK. It is
 * asked for by name each time and never installed, so that nothing else in the process changes.
 */
final class FastCrypto {

    private static final Logger LOG = Logger.getLogger(FastCrypto.class);
    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private FastCrypto() {}

    static Optional<Provider> provider() {
        try {
            var type = Class.forName(CLASS);
            var provider = (Provider) type.getField("INSTANCE").get(null);
            // Without its native library the class is there and every algorithm is missing.
            type.getMethod("assertHealthy").invoke(provider);
            return Optional.of(provider);
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.warnf(
                    "Mail is signed by Java itself, at a quarter of the speed: the library for it does not load on this machine."
                            + " It unpacks itself into %s (java.io.tmpdir), where running programs has to be allowed.",
                    System.getProperty("java.io.tmpdir"));
            LOG.debug("Why it does not load", e);
            return Optional.empty();
        }
    }
}
