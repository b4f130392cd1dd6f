package org.viestka.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariableCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"VIESTKA_PUBLIC_URL", "VIESTKA_DATA_DIR", "VIESTKA_KEYSET", "VIESTKA_ADMIN_PASSWORD",
            "VIESTKA_EDITIONS__BE_RU__LABEL", "VIESTKA_DELIVERY_RETURN_PATH", "VIESTKA_MAIL_DISCREET_LIST_NAME_EN",
            "VIESTKA_PUBLICATION_RUBRICS_0_", "VIESTKA_EDITIONS_EN_LABEL",
            "VIESTKA_DATABASE_DURABLE", "VIESTKA_SERVICE_HOST", "VIESTKA_PORT", "VIESTKA_PORT_8080_TCP_ADDR",
            "VIESTKA_DB_SERVICE_PORT_HTTP", "PATH", "QUARKUS_MAILER_FORM"})
    void what_is_read_or_made_by_others_is_passed_over(String variable) {
        assertThat(VariableCheck.unread(List.of(variable))).isEmpty();
    }

    @Test
    void what_nothing_reads_is_told() {
        assertThat(VariableCheck.unread(List.of("VIESTKA_PUBLIC_URI", "VIESTKA_PUBLIC_URL", "VIESTKA_DELIVERY_CONECTIONS",
                "VIESTKA_PUBLICURL")))
                .containsExactly("VIESTKA_DELIVERY_CONECTIONS", "VIESTKA_PUBLICURL", "VIESTKA_PUBLIC_URI");
    }
}
