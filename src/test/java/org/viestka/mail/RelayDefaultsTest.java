package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.SmallRyeConfigBuilder;

class RelayDefaultsTest {

    @ParameterizedTest
    @CsvSource({"true, 465", "TRUE, 465", "yes, 465", "on, 465", "1, 465", "false, 25", "no, 25", "0, 25", "'', 25"})
    void tls_has_a_port_of_its_own_in_whatever_words_it_is_switched_on(String tls, int port) {
        var config = new SmallRyeConfigBuilder().withSources(new RelayDefaults()).withDefaultValue("quarkus.mailer.tls", tls)
                .build();
        assertThat(config.getValue("quarkus.mailer.port", Integer.class)).isEqualTo(port);
    }
}
