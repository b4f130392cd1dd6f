package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/x", "", "10.0.0/8"})
    void a_proxy_that_is_no_address_refuses_the_start_and_is_named(String setting) {
        assertThatThrownBy(() -> ClientNetwork.rule(setting)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("viestka.proxies").hasMessageContaining("'" + setting + "'");
    }
}
