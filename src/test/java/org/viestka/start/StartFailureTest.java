package org.viestka.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"08001, there is no host nohost.invalid", "28P01, quarkus.datasource.username",
            "3D000, quarkus.datasource.jdbc.url", "42501, quarkus.datasource.username", "53300, quarkus.datasource.jdbc.url",
            "57P03, quarkus.datasource.jdbc.url", "25006, takes no writes"})
    void a_database_that_cannot_be_used_is_told_on_one_line(String state, String told) {
        var failure = new SQLException("FATAL:\n no", state, new UnknownHostException("nohost.invalid"));
        assertThat(StartFailure.sentence(new RuntimeException("Failed to start quarkus", failure)).orElseThrow())
                .contains(told, "quarkus.datasource.jdbc.url", "FATAL: no").doesNotContain("quarkus.http", "Exception", "\n");
    }

    @Test
    void a_pool_that_gives_no_connection_is_told() {
        assertThat(StartFailure.sentence(new RuntimeException(new SQLException("Sorry, acquisition timeout!"))).orElseThrow())
                .contains("quarkus.datasource.jdbc.max-size", "quarkus.datasource.jdbc.url");
    }

    @Test
    void a_place_where_the_service_cannot_listen_is_told_as_what_it_is() {
        assertThat(StartFailure.sentence(new RuntimeException("Unable to start HTTP server",
                new ExecutionException(new UnknownHostException("nohost.invalid")))).orElseThrow())
                .contains("quarkus.http.host", "there is no host nohost.invalid").doesNotContain("Exception");
        assertThat(StartFailure.sentence(new RuntimeException("Unable to start HTTP server", new BindException(
                "Unable to bind to host: 10.99.99.99 and port: -1: Cannot assign requested address"))).orElseThrow())
                .contains("quarkus.http.host is no address of this machine", "10.99.99.99").doesNotContain("-1", "Another");
        assertThat(StartFailure.sentence(new BindException("Permission denied")).orElseThrow())
                .contains("quarkus.http.port").doesNotContain("Another");
    }

    @Test
    void a_library_that_does_not_name_its_setting_is_named_itself() {
        var invalid = new ConfigurationException("'nonsense' is invalid");
        invalid.setStackTrace(new StackTraceElement[]{
                new StackTraceElement("io.quarkus.oidc.common.runtime.OidcCommonUtils", "verifyEndpointUrl", null, 1)});
        assertThat(StartFailure.sentence(invalid).orElseThrow()).contains("quarkus.oidc.*", "'nonsense' is invalid");
        var missing = new ConfigurationException("'quarkus.oidc.auth-server-url' property must be configured");
        missing.setStackTrace(invalid.getStackTrace());
        assertThat(StartFailure.sentence(missing)).contains("'quarkus.oidc.auth-server-url' property must be configured");
    }

    @Test
    void a_certificate_of_our_own_that_is_not_there_is_told() {
        var missing = new NoSuchFileException("/none.pem");
        missing.setStackTrace(new StackTraceElement[]{new StackTraceElement("java.nio.file.Files", "newByteChannel", null, 1),
                new StackTraceElement("io.quarkus.vertx.http.runtime.options.TlsUtils", "createPemKeyCertOptions", null, 1)});
        assertThat(StartFailure.sentence(new RuntimeException("Failed to start quarkus", missing)).orElseThrow())
                .contains("quarkus.http.*: /none.pem cannot be read");
        assertThat(StartFailure.sentence(new NoSuchFileException("/none.pem"))).isEmpty();
    }

    @Test
    void a_number_that_a_library_refuses_is_told_with_the_settings_that_it_may_be_of() {
        var refused = new IllegalArgumentException("Max Lifetime must not be negative");
        var frames = new StackTraceElement[]{
                new StackTraceElement("io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier", "get",
                        null, 1),
                new StackTraceElement("io.quarkus.agroal.runtime.DataSources", "doCreateDataSource", null, 1)};
        refused.setStackTrace(frames);
        assertThat(StartFailure.sentence(new RuntimeException("Failed to start quarkus", refused)).orElseThrow())
                .contains("quarkus.datasource.*: Max Lifetime must not be negative");
        var fault = new IllegalStateException("never");
        fault.setStackTrace(frames);
        assertThat(StartFailure.sentence(fault)).isEmpty();
        assertThat(StartFailure.sentence(new IllegalArgumentException("ours"))).isEmpty();
    }

    @Test
    void anything_else_needs_its_stack_trace() {
        assertThat(StartFailure.sentence(new RuntimeException(new SQLException("x", (String) null)))).isEmpty();
    }
}
