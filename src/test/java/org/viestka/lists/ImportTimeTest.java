package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTimeTest {

    private static final Instant NOW = Instant.parse("2016-12-07T20:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2016-12-05|2016-12-05T00:00:00Z", "2016-12-05 10:11:12|2016-12-05T10:11:12Z",
            "2016-12-05 9:11|2016-12-05T09:11:00Z", "2016-12-05T10:11:12.345678Z|2016-12-05T10:11:12Z",
            "2016-12-05 10:11:12.345678+03|2016-12-05T07:11:12Z", "2016-12-05T10:11:12+03:00|2016-12-05T07:11:12Z",
            "2016-12-05 10:11:12 -0500|2016-12-05T15:11:12Z", "2016-12-05 10:11:12 UTC|2016-12-05T10:11:12Z",
            "2016-12-05 10:11:12.1 +0000 UTC|2016-12-05T10:11:12Z", "2016/12/05 10:11|2016-12-05T10:11:00Z",
            "05.12.2016|2016-12-05T00:00:00Z", "5.12.2016 10:11|2016-12-05T10:11:00Z",
            "05.12.2016, 10:11:12|2016-12-05T10:11:12Z",
            "25/11/2016|2016-11-25T00:00:00Z", "11/25/2016 10:11|2016-11-25T10:11:00Z", "12/12/2015|2015-12-12T00:00:00Z",
            "1480932672|2016-12-05T10:11:12Z", "1480932672000|2016-12-05T10:11:12Z",
            "Mon, 05 Dec 2016 10:11:12 GMT|2016-12-05T10:11:12Z", "2016-12-08|2016-12-07T20:00:00Z",
            "2016-12-07 23:00|2016-12-07T20:00:00Z"})
    void times_are_read_as_other_programs_write_them(String text, Instant time) {
        assertThat(ImportTime.parse(text, NOW)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"05/12/2016", "05-12-2016 10:11", "2016-12-07T20:00:01Z", "2016-12-09", "1960-01-01", "2016-02-30",
            "2016-13-05", "31.04.2016", "5.12.16", "42709.4", "soon", "2016-12-05 25:00", "2016-12-05T10:11:12+99:00",
            "20161205"})
    void what_is_no_time_beyond_doubt_is_refused(String text) {
        assertThat(ImportTime.parse(text, NOW)).isEmpty();
    }

    @Test
    void the_zero_date_of_databases_says_nothing() {
        assertThat(ImportTime.isNothing("0000-00-00 00:00:00")).isTrue();
        assertThat(ImportTime.isNothing("2016-12-05")).isFalse();
    }
}
