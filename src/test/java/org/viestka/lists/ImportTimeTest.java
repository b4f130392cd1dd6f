package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

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
            "2016-12-07 23:00|2016-12-07T20:00:00Z", "2016-12-05\u00a010:11:12|2016-12-05T10:11:12Z",
            "2016-12-05\u202f10:11|2016-12-05T10:11:00Z", "05.\u200e12.2016\u200e|2016-12-05T00:00:00Z"})
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

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00 00:00:00", "0000-00-00", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "00:00.0",
            "0:00",
            "00:00:00", "1970-01-01 00:00:00", "1970-01-01T03:00:00+03:00", "1969-12-31 19:00:00", "01.01.1970 3:00",
            "1/1/1970",
            "01.01.0001 0:00:00", "1/1/0001 12:00:00 AM", "00.00.0000", "12/31/1969", "31.12.1969", "1900-01-00", "30.12.1899",
            ""})
    void the_zero_of_databases_and_programs_says_nothing(String zero) {
        assertThat(ImportTime.isNothing(zero)).isTrue();
    }

    @Test
    void the_days_around_the_zero_are_none() {
        for (var text : List.of("1970-01-02", "2001-01-01", "11.11.1970", "1970-11-01", "01.11.1970")) {
            assertThat(ImportTime.isNothing(text)).isFalse();
        }
        assertThat(ImportTime.isNothing("2016-12-05")).isFalse();
    }
}
