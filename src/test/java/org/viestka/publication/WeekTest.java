package org.viestka.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekTest {

    @ParameterizedTest
    @CsvSource({"2016-W49,2016-12-05", "2016-W52,2016-12-26", "2015-W53,2015-12-28", "2020-W53,2020-12-28",
            "2019-W01,2018-12-31"})
    void a_name_is_the_monday_it_begins_with(String name, LocalDate monday) {
        assertThat(Week.parse(name).monday()).isEqualTo(monday);
        assertThat(new Week(monday)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2016-W54", "2016-W53", "2016-W00", "2016-49", "2016-w49", "", " 2016-W49", "2016-W49\n",
            "20166-W49"})
    void what_is_no_week_is_refused(String name) {
        assertThatThrownBy(() -> Week.parse(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2016-W49 | en | December 5 – December 11, 2016",
            "2016-W49 | be | 5–11 снежня 2016",
            "2016-W49 | ru | 5—11 декабря 2016 г.",
            "2016-W48 | en | November 28 – December 4, 2016",
            "2016-W48 | be | 28 лістапада – 4 снежня 2016",
            "2016-W48 | ru | 28 ноября — 4 декабря 2016 г.",
            "2016-W52 | en | December 26, 2016 – January 1, 2017",
            "2016-W52 | be | 26 снежня 2016 – 1 студзеня 2017",
            "2016-W52 | ru | 26 декабря 2016 г. — 1 января 2017 г."})
    void a_label_names_the_year(String week, String language, String label) {
        assertThat(Week.parse(week).label(language).replace('\u00a0', ' ')).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2019-W12 | en | 2019 | March 18 – March 24",
            "2019-W12 | be | 2019 | 18–24 сакавіка",
            "2019-W12 | ru | 2019 | 18—24 марта",
            "2019-W12 | en | 2020 | March 18 – March 24, 2019",
            "2016-W52 | en | 2016 | December 26, 2016 – January 1, 2017",
            "2016-W52 | ru | 2017 | 26 декабря 2016 г. — 1 января 2017 г."})
    void the_year_is_left_out_when_it_is_this_one(String week, String language, int thisYear, String label) {
        assertThat(Week.parse(week).label(language, thisYear).replace('\u00a0', ' ')).isEqualTo(label);
    }

    @Test
    void a_week_begins_at_midnight_of_its_zone_also_where_clocks_change() {
        var week = Week.parse("2026-W13");
        assertThat(week.start(ZoneId.of("Europe/Minsk"))).isEqualTo(Instant.parse("2026-03-22T21:00:00Z"));
        assertThat(week.start(ZoneId.of("Europe/Vilnius"))).isEqualTo(Instant.parse("2026-03-22T22:00:00Z"));
        assertThat(week.end(ZoneId.of("Europe/Vilnius"))).isEqualTo(Instant.parse("2026-03-29T21:00:00Z"));
    }
}
