package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class SignedFieldsTest {

    @Test
    void single_mails_sign_no_field_of_a_list_and_mailings_all() {
        var config = new SmallRyeConfigBuilder().withInterceptors(new SignedFields())
                .withSources(new PropertiesConfigSource(Map.of("quarkus.mailer.dkim.signed-headers",
                        "From, from ,List-Id,LIST-UNSUBSCRIBE,Subject"), "test", 100))
                .build();
        assertThat(config.getValues("quarkus.mailer.dkim.signed-headers", String.class)).containsExactly("From", "from",
                "Subject");
        assertThat(config.getValue(SignedFields.OF_MAILINGS, String.class))
                .isEqualTo("From, from ,List-Id,LIST-UNSUBSCRIBE,Subject");
    }
}
