package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnavailableTest {

    @ParameterizedTest
    @CsvSource({"'Sorry, acquisition timeout!', true", "Acquisition timeout while waiting for new connection, false",
            "Acquisition timeout on health check, false"})
    void whoever_waited_in_vain_for_a_connection_is_told_to_try_again(String message, boolean busy) {
        var failure = new RuntimeException(new SQLException(message));
        assertThat(Unavailable.is(failure)).isTrue();
        assertThat(Unavailable.isBusy(failure)).isEqualTo(busy);
    }
}
