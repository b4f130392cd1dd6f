package org.viestka.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReplyTextTest {

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
        assertThat(ReplyText.anonymous(text, "nasta@example.by")).isEqualTo(anonymous);
    }

    @Test
    void a_text_is_one_short_line_that_can_be_stored() {
        assertThat(ReplyText.anonymous("a\r\nb\u0000c\u0085d\u2028e", "x@y.example")).isEqualTo("a b c d e");
        assertThat(ReplyText.anonymous("a".repeat(600), "x@y.example")).hasSize(500);
        assertThat(ReplyText.anonymous("a" + "😀".repeat(600), "x@y.example")).hasSize(499);
        assertThat(ReplyText.anonymous("a".repeat(495) + " nasta@example.by", "nasta@example.by")).doesNotContain("n");
        assertThat(ReplyText.anonymous("half\ud83d a sign")).isEqualTo("half  a sign");
    }

    @Test
    void none_of_several_names_is_left() {
        assertThat(ReplyText.anonymous("weekly may not write to nasta, now n.p at post.example", "weekly", "nasta@example.by",
                "n.p@post.example")).isEqualTo("<…> may not write to <…>, now <…> at <…>");
    }

    @Test
    void a_hostile_text_costs_no_time() {
        var text = "a".repeat(200_000);
        long start = System.nanoTime();
        ReplyText.anonymous(text + "@", "x@y.example");
        ReplyText.anonymous("@" + text, "x@y.example");
        ReplyText.anonymous("<".repeat(200_000), "x@y.example");
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000);
    }

    @Property
    void whatever_it_says_the_address_is_not_in_it(@ForAll String before, @ForAll String after) {
        assertThat(ReplyText.anonymous(before + "nasta@example.by" + after, "nasta@example.by")).doesNotContain("nasta");
    }
}
