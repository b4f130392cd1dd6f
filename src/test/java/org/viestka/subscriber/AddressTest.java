package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.Address.Refusal;

class AddressTest {

    private static final Path CORPUS = Path.of("../shared/corpora/addresses");

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "nadzeya@example.org|nadzeya@example.org", " nadzeya@example.org\t|nadzeya@example.org",
            "Na.Dze+Ya_1@EXAMPLE.Org|Na.Dze+Ya_1@example.org", "a@пошта.бел|a@xn--80a1acn3a.xn--90ais",
            "a@XN--80A1ACN3A.xn--90ais|a@xn--80a1acn3a.xn--90ais", "=1+2@example.org|=1+2@example.org",
            "o'brien@example.org|o'brien@example.org",
            "\u200b\ufeffa@example.org\u00a0|a@example.org", "\u202aa@example.org\u202c\u3164|a@example.org",
            "\0a@example.org\32|a@example.org",
            "\u2068\u200enadzeya@example.org\u200f\u2069 \u3000|nadzeya@example.org",
            "\u00adnadzeya@example.org\ufe0f\udb40\udc20|nadzeya@example.org",
            "nadzeya@exam\u200bple.o\u00adrg|nadzeya@example.org", "a@пошта-24.example.by|a@xn---24-5cd3efw1c.example.by",
            "a@müller-ø.de|a@xn--mller--gya0a.de", "a@mail.пошта.бел|a@mail.xn--80a1acn3a.xn--90ais",
            "\ufffcnadzeya@example.org\ufffc|nadzeya@example.org", "anna@exam\u2011ple.org|anna@exam-ple.org",
            "anna@exam\u2010ple.org|anna@exam-ple.org", "anna@exam\u2013ple.org|anna@exam-ple.org",
            "anna@exam\u2212ple.org|anna@exam-ple.org", "anna@exam\uff0dple.org|anna@exam-ple.org",
            "a@пошта\u2011навін.бел|a@xn----7sbbi7ccbh2a3d6i.xn--90ais"})
    void what_a_mailbox_can_have_is_taken(String typed, String mailbox) {
        assertThat(Address.parse(typed).address().orElseThrow().mailbox()).isEqualTo(mailbox);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com\r\nRCPT TO:<v@e.net>", "\"x\nBcc: v@e.net\" <a@example.com>", "a@b.c (name)",
            "name <a@b.c>", "a@\0b.c", "a\u2028@b.c", "a@b\u0085.c", "=?UTF-8?Q?a?=@[b.c]", "a@127.0.0.1", "a@[127.0.0.1]",
            "\"a\"@b.c", ".a@b.c", "a.@b.c", "a..b@c.d", "a@b", "a@-b.c", "a@b-.c", "a@b..c", "a@.b.c", "a b@c.d",
            "a@b.c,d@e.f",
            "a\u200b@b.c", "a@exam\u2014ple.org", "a@exam\u2015ple.org", "a@\u2011b.org", "a@b\u058ac.org", "a\u2011b@c.org",
            "a@b\u202e.c", "a@b.c."})
    void what_could_smuggle_or_not_arrive_is_refused(String typed) {
        assertThat(Address.parse(typed).address()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'',MISSING", "'  ',MISSING", "nadzeya,MALFORMED", "дзмітрый@example.org,NON_ASCII_LOCAL_PART",
            "дзмітрый example@example.org,MALFORMED", "'\u00a0\u200b',MISSING", "a\u00a0b@example.org,INVISIBLE_SIGN",
            "a@exam\u00a0ple.org,INVISIBLE_SIGN", "a\u00ad@example.org,INVISIBLE_SIGN", "a\u000b@example.org,INVISIBLE_SIGN",
            "a\u2800@b.org,INVISIBLE_SIGN", "a@b\u2800.org,INVISIBLE_SIGN",
            "a@mьller.de,MIXED_ALPHABETS", "a@exаmple.org,MIXED_ALPHABETS", "a@mail.сiдараў.бел,MIXED_ALPHABETS",
            "a@XN--MLLER-X0E.de,MIXED_ALPHABETS", "a@αlpha.example.org,MIXED_ALPHABETS", "a@example.оrg,MIXED_ALPHABETS",
            "a@пοшта.бел,MIXED_ALPHABETS", "дз@mьller.de,NON_ASCII_LOCAL_PART",
            "a\ufffc@b.org,INVISIBLE_SIGN", "a@b\ufffc.org,INVISIBLE_SIGN",
            "a b\u200b@example.org,MALFORMED", "'a\r\nRCPT TO:<v@e.net>@example.com',MALFORMED"})
    void each_refusal_has_its_reason(String typed, Refusal refusal) {
        assertThat(Address.parse(typed).refusal()).contains(refusal);
    }

    @Test
    void the_limits_are_those_of_the_standard() {
        assertThat(Address.parse("a".repeat(64) + "@example.org").address()).isPresent();
        assertThat(Address.parse("a".repeat(65) + "@example.org").refusal()).contains(Refusal.TOO_LONG);
        var domain = "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(60);
        assertThat(Address.parse("a".repeat(64) + "@" + domain + ".org").refusal()).contains(Refusal.TOO_LONG);
        assertThat(Address.parse("a@" + "b".repeat(64) + ".org").address()).isEmpty();
    }

    @Test
    void what_is_huge_or_made_to_hang_is_refused_at_once() {
        var begun = System.nanoTime();
        for (var hostile : List.of("a".repeat(1 << 20), "a@" + "a.".repeat(1 << 19) + "!", "a.".repeat(1 << 19) + "@b.c",
                "@".repeat(1 << 20), "a@" + "a.".repeat(240) + "!", "é".repeat(500))) {
            assertThat(Address.parse(hostile).address()).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_mask_shows_enough_to_recognise_and_no_more() {
        assertThat(Address.parse("nadzeya@mail.example.by").address().orElseThrow()).hasToString("n…@m….by");
    }

    @Test
    void no_invalid_address_of_the_corpus_is_taken() throws IOException {
        var taken = new TreeSet<String>();
        for (var line : corpus("invalid.csv")) {
            int end = line.lastIndexOf(" ;");
            var address = end < 0 ? line : line.substring(0, end);
            if (Address.parse(address).address().isPresent()) {
                taken.add(address);
            }
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void of_the_valid_addresses_of_the_corpus_only_the_exotic_are_refused() throws IOException {
        var refused = new TreeSet<String>();
        int taken = 0;
        for (var line : corpus("valid.csv")) {
            var address = line.substring(0, line.indexOf(','));
            if (Address.parse(address).address().isPresent()) {
                taken++;
            } else if (!isExoticByPolicy(address)) {
                refused.add(address);
            }
        }
        assertThat(refused).isEmpty();
        assertThat(taken).isPositive();
    }

    /**
     * Quoted or escaped local parts, comments, address literals, source routes, hosts without a dot, letters outside ASCII
     * before the @, and labels that claim to be Punycode and are none.
     */
    private static boolean isExoticByPolicy(String address) {
        int at = address.lastIndexOf('@');
        var domain = address.substring(at + 1);
        return address.chars().anyMatch(c -> "\"\\()[]<>:".indexOf(c) >= 0) || !domain.contains(".")
                || address.chars().limit(at).anyMatch(c -> c > 0x7f) || domain.equals("xn--example.com");
    }

    private static List<String> corpus(String file) throws IOException {
        assumeTrue(Files.exists(CORPUS), "skipped: there is no corpus of addresses at " + CORPUS);
        var lines = Files.readAllLines(CORPUS.resolve(file));
        return lines.subList(1, lines.size()).stream().filter(line -> !line.isBlank()).toList();
    }
}
