package org.viestka.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;

class StartFailureTest {

    @Test
    void what_a_setting_did_is_told_in_its_own_words_wherever_it_stands_in_the_chain() {
        var setting = new ConfigurationException("quarkus.tls.relay.* cannot be used: no such file", new IOException("x"));
        assertThat(StartFailure.sentence(new RuntimeException("Failed to start", setting)))
                .contains("quarkus.tls.relay.* cannot be used: no such file");
    }

    @Test
    void a_port_that_is_taken_and_a_pooler_that_mixes_statements_up_are_told() {
        assertThat(StartFailure.sentence(new RuntimeException(new BindException("8080"))).orElseThrow())
                .contains("quarkus.http.port");
        assertThat(StartFailure.sentence(new RuntimeException(new SQLException("S_1", "42P05"))).orElseThrow())
                .contains("prepareThreshold=0");
    }

    @Test
    void a_setting_that_a_library_cannot_read_is_told_on_one_line() {
        var unreadable = new ConfigValidationException(new ConfigValidationException.Problem[]{
                new ConfigValidationException.Problem("java.lang.IllegalArgumentException: SRCFG00039: The config property"
                        + " quarkus.http.limits.max-body-size with the config value \"big\" …")});
        assertThat(StartFailure.sentence(new RuntimeException("Failed to start quarkus", unreadable)).orElseThrow())
                .contains("The config property quarkus.http.limits.max-body-size").doesNotContain("SRCFG", "Exception", "\n");
        var certificate = new IllegalStateException("Invalid PEM for certificate 'relay'", new IOException("ca.pem"));
        certificate.setStackTrace(new StackTraceElement[]{
                new StackTraceElement("io.quarkus.tls.runtime.keystores.PemKeyStores", "verify", null, 1)});
        assertThat(StartFailure.sentence(new RuntimeException("Failed to start quarkus", certificate)).orElseThrow())
                .contains("Invalid PEM for certificate 'relay'");
    }

    @Test
    void anything_else_needs_its_stack_trace() {
        assertThat(StartFailure.sentence(new RuntimeException(new SQLException("x", (String) null)))).isEmpty();
    }
}
