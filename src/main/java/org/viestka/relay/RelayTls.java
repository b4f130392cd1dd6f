package org.viestka.relay;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;

import javax.net.ssl.SSLContext;

/**
 * Whose certificates are believed on the way to the relay: those of the TLS configuration that
 * {@code quarkus.mailer.tls-configuration-name} names, or the JDK's. Mailings, single mails and the doctor believe the same.
 */
@Startup
@ApplicationScoped
public class RelayTls {

    private static final String MAILER = "quarkus.mailer.";
    private static final String NAME = MAILER + "tls-configuration-name";
    /** By which only the mailer would know whom to trust. */
    private static final List<String> MAILERS_OWN = List.of(MAILER + "truststore.", MAILER + "trust-store.",
            MAILER + "key-store", MAILER + "ssl");

    private final boolean trustsAll;
    private final Optional<SSLContext> trust;

    public RelayTls(Config config, TlsConfigurationRegistry registry) {
        for (var name : config.getPropertyNames()) {
            if (MAILERS_OWN.stream().anyMatch(name::startsWith)
                    && config.getOptionalValue(name, String.class).filter(value -> !value.equals("false")).isPresent()) {
                throw new ConfigurationException(name + " would serve single mails alone: set " + NAME
                        + "=relay and quarkus.tls.relay.trust-store.pem.certs (or .jks, .p12); for TLS without STARTTLS"
                        + " quarkus.mailer.tls=true");
            }
        }
        var named = config.getOptionalValue(NAME, String.class).map(name -> registry.get(name).orElseThrow(
                () -> new ConfigurationException(NAME + " is " + name + ", and there is no quarkus.tls." + name + ".*")));
        // As the mailer has it: what is named counts alone.
        trustsAll = named.map(TlsConfiguration::isTrustAll)
                .orElseGet(() -> config.getOptionalValue(MAILER + "trust-all", Boolean.class)
                        .orElseGet(() -> registry.getDefault().map(TlsConfiguration::isTrustAll).orElse(false)));
        trust = named.filter(tls -> !trustsAll).map(RelayTls::context);
    }

    /** Whether any certificate of any host will do. */
    boolean trustsAll() {
        return trustsAll;
    }

    Optional<SSLContext> trust() {
        return trust;
    }

    private static SSLContext context(TlsConfiguration named) {
        if (named.getHostnameVerificationAlgorithm().filter("NONE"::equalsIgnoreCase).isPresent()) {
            throw new ConfigurationException("quarkus.tls." + named.getName()
                    + ".hostname-verification-algorithm=NONE is not for the relay: its certificate must be for quarkus.mailer.host");
        }
        try {
            return named.createSSLContext();
        } catch (Exception e) {
            throw new ConfigurationException("quarkus.tls." + named.getName() + ".* cannot be used: " + e.getMessage(), e);
        }
    }
}
