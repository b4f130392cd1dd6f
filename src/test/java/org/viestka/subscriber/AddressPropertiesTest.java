package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import org.viestka.lists.Formula;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AddressPropertiesTest {

    @Property
    void whatever_is_typed_a_mailbox_is_plain_ascii_that_no_header_can_be_broken_with(@ForAll("nearlyAddresses") String typed) {
        var parsed = Address.parse(typed);
        assertThat(parsed.address().isPresent()).isNotEqualTo(parsed.refusal().isPresent());
        parsed.address().ifPresent(address -> {
            assertThat(address.mailbox()).matches("[!-~&&[^()<>,;:\\\\\"\\[\\]@]]{1,64}@[a-z0-9.-]{3,253}");
            assertThat(address.mailbox().length()).isLessThanOrEqualTo(Address.MOST);
            assertThat(Address.parse(address.mailbox()).address()).contains(address);
            assertThat(Address.parse(address.folded()).address().orElseThrow().folded()).isEqualTo(address.folded());
            assertThat(address.toString()).doesNotContain(address.mailbox());
        });
    }

    @Property
    void letter_case_makes_no_other_reader(@ForAll("addresses") String typed) {
        assertThat(folded(typed.toUpperCase())).isEqualTo(folded(typed)).isEqualTo(folded(" " + typed + " "));
    }

    @Property
    void a_cell_comes_back_as_it_went_out_and_no_spreadsheet_runs_it(@ForAll("cells") String cell) {
        var defused = Formula.defuse(cell);
        assertThat(Formula.restore(defused)).isEqualTo(cell);
        assertThat(defused.isEmpty() || "=+-@\t\r\0".indexOf(defused.charAt(0)) < 0).isTrue();
    }

    private static String folded(String typed) {
        return Address.parse(typed).address().orElseThrow().folded();
    }

    @Provide
    Arbitrary<String> addresses() {
        var local = Arbitraries.strings().withCharRange('a', 'z').withCharRange('0', '9').withChars("!#$%&'*+/=?^_`{|}~-")
                .ofMinLength(1).ofMaxLength(64);
        var label = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(2).ofMaxLength(20);
        return Arbitraries.lazyOf(() -> local.flatMap(l -> label.list().ofMinSize(2).ofMaxSize(4)
                .map(labels -> l + "@" + String.join(".", labels))));
    }

    @Provide
    Arbitrary<String> nearlyAddresses() {
        var anything = Arbitraries.strings().all().ofMaxLength(40);
        var hostile = Arbitraries.of("\r\n", "\n", "\0", "@", " ", "<", ">", "\"", "(", ",", "\u2028", "\u0085", "ё", "ў", "😀",
                "..",
                "=?UTF-8?Q?", "xn--", "");
        var broken = addresses().flatMap(address -> hostile.flatMap(piece -> Arbitraries.integers().between(0, address.length())
                .map(at -> address.substring(0, at) + piece + address.substring(at))));
        return Arbitraries.oneOf(anything, broken, addresses());
    }

    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.oneOf(addresses(),
                Arbitraries.strings().withChars("=+-@\t\r\0'ab.").ofMaxLength(8));
    }
}
