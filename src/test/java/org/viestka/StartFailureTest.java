package org.viestka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import io.quarkus.runtime.configuration.ConfigurationException;

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
    void anything_else_needs_its_stack_trace() {
        assertThat(StartFailure.sentence(new RuntimeException(new SQLException("x", (String) null)))).isEmpty();
    }
}
