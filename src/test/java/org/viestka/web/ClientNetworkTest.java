package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/x", "", "10.0.0/8"})
    void a_proxy_that_is_no_address_is_refused(String setting) {
        assertThatThrownBy(() -> ClientNetwork.rule(setting)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no address and no network");
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, cb007109", "2001:db8:1:2:3:4:5:6, 20010db800010002", "2001:db8:1:2::9, 20010db800010002",
            "::ffff:203.0.113.9, cb007109", "fe80::1%eth0, fe80000000000000", "999.0.113.9, unknown", "1.2.3, unknown",
            "example.org, unknown"})
    void a_network_is_an_ipv4_address_or_an_ipv6_64(String address, String network) {
        assertThat(ClientNetwork.networkOf(address)).isEqualTo(network);
    }
}
