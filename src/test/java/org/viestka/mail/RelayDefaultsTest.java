package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class RelayDefaultsTest {

    @ParameterizedTest
    @CsvSource({"true, 465", "TRUE, 465", "yes, 465", "on, 465", "1, 465", "false, 25", "no, 25", "0, 25", "'', 25"})
    void tls_has_a_port_of_its_own_in_whatever_words_it_is_switched_on(String tls, int port) {
        var config = new SmallRyeConfigBuilder().withSources(new RelayDefaults()).withDefaultValue("quarkus.mailer.tls", tls)
                .build();
        assertThat(config.getValue("quarkus.mailer.port", Integer.class)).isEqualTo(port);
    }

    /** Else the mailer refuses to send anything, while mailings are signed as that domain. */
    @Test
    void single_mails_are_signed_as_the_domain_of_the_sender() {
        assertThat(setting("quarkus.mailer.dkim.sdid", Map.of("quarkus.mailer.from", " Weekly <weekly@Новости.example>")))
                .isEqualTo("xn--b1amnebsh.example");
        assertThat(setting("quarkus.mailer.dkim.sdid",
                Map.of("quarkus.mailer.from", "weekly@a.example", "quarkus.mailer.dkim.sdid", "b.example")))
                .isEqualTo("b.example");
    }

    private static String setting(String name, Map<String, String> made) {
        return new SmallRyeConfigBuilder().withSources(new RelayDefaults())
                .withSources(new PropertiesConfigSource(made, "made by the operator", 100)).build()
                .getValue(name, String.class);
    }
}
