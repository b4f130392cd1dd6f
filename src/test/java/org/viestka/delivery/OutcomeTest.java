package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OutcomeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "5.1.1 <nasta@example.by>: unknown | 5.1.1 <…>: unknown",
            "5.1.1 Nasta@Example.BY is unknown | 5.1.1 <…> is unknown",
            "no mailbox here by the name of NASTA | no mailbox here by the name of <…>",
            "<nasta> unknown                   | <…> unknown",
            "mailbox nasta=example.by refused  | mailbox <…>=<…> refused",
            "b+17.x@bounce.example.org: sender rejected; see https://example.by/help | <…>: sender rejected; see https://<…>/help",
            "(someone@пошта.бел,other@example.by) | (<…>,<…>)",
            "connect to mx.EXAMPLE.by[192.0.2.1]: timed out | connect to mx.<…>[192.0.2.1]: timed out",
            "5.7.1 Relay access denied         | 5.7.1 Relay access denied"})
    void a_text_names_nobody(String text, String anonymous) {
        assertThat(Outcome.anonymous(text, "nasta@example.by")).isEqualTo(anonymous);
    }

    @Test
    void a_text_is_one_short_line_that_can_be_stored() {
        assertThat(Outcome.anonymous("a\r\nb\u0000c\u0085d\u2028e", "x@y.example")).isEqualTo("a b c d e");
        assertThat(Outcome.anonymous("a".repeat(600), "x@y.example")).hasSize(500);
        assertThat(Outcome.anonymous("a" + "😀".repeat(600), "x@y.example")).hasSize(499);
        assertThat(Outcome.anonymous("a".repeat(495) + " nasta@example.by", "nasta@example.by")).doesNotContain("n");
    }

    @Test
    void a_hostile_text_costs_no_time() {
        var text = "a".repeat(200_000);
        long start = System.nanoTime();
        Outcome.anonymous(text + "@", "x@y.example");
        Outcome.anonymous("@" + text, "x@y.example");
        Outcome.anonymous("<".repeat(200_000), "x@y.example");
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000);
    }

    @Property
    void whatever_it_says_the_address_is_not_in_it(@ForAll String before, @ForAll String after) {
        assertThat(Outcome.anonymous(before + "nasta@example.by" + after, "nasta@example.by")).doesNotContain("nasta");
    }
}
