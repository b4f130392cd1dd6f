package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;

import javax.net.ssl.SSLContext;

class RelayTlsTest {

    private static final String NAME = "quarkus.mailer.tls-configuration-name";
    private final Registry registry = new Registry();

    @ParameterizedTest
    @ValueSource(strings = {"quarkus.mailer.truststore.paths", "quarkus.mailer.key-store", "quarkus.mailer.ssl"})
    void what_only_single_mails_would_heed_is_refused_with_the_setting_that_all_heed(String setting) {
        assertThatThrownBy(() -> of(Map.of(setting, "true"))).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(setting).hasMessageContaining(NAME);
    }

    @Test
    void a_name_without_a_configuration_is_refused() {
        assertThatThrownBy(() -> of(Map.of(NAME, "other"))).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining("quarkus.tls.other");
    }

    @Test
    void what_is_named_counts_alone() {
        registry.relay = trusting(true);
        assertThat(of(Map.of(NAME, "relay")).trustsAll()).isTrue();
        registry.relay = trusting(false);
        assertThat(of(Map.of(NAME, "relay", "quarkus.mailer.trust-all", "true")).trustsAll()).isFalse();
        registry.standard = trusting(true);
        assertThat(of(Map.of(NAME, "relay")).trustsAll()).isFalse();
        assertThat(of(Map.of()).trustsAll()).isTrue();
        assertThat(of(Map.of("quarkus.mailer.trust-all", "false")).trustsAll()).isFalse();
    }

    private RelayTls of(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder();
        settings.forEach(config::withDefaultValue);
        return new RelayTls(config.build(), registry);
    }

    private static TlsConfiguration trusting(boolean all) {
        return new BaseTlsConfiguration() {
            @Override
            public boolean isTrustAll() {
                return all;
            }

            @Override
            public SSLContext createSSLContext() throws Exception {
                return SSLContext.getDefault();
            }

            @Override
            public Optional<String> getHostnameVerificationAlgorithm() {
                return Optional.empty();
            }
        };
    }

    private static final class Registry implements TlsConfigurationRegistry {

        private TlsConfiguration relay;
        private TlsConfiguration standard;

        @Override
        public Optional<TlsConfiguration> get(String name) {
            return name.equals("relay") ? Optional.ofNullable(relay) : Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.ofNullable(standard);
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            relay = configuration;
        }
    }
}
