package org.viestka.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.viestka.support.Nasty;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(Nasty.class)
class AccountNamesTest {

    @Property
    void a_name_can_pass_for_nothing_else_in_a_log_a_header_or_a_spreadsheet(@ForAll String text) {
        for (var name : new String[]{text, "a" + text, "я" + text}) {
            if (AccountNames.isName(name)) {
                assertThat(name).doesNotContainPattern("[\\s\\p{C}:@/\"'<>,;=?%]").matches("[\\p{L}\\p{N}].*");
                assertThat(AccountNames.isName(Account.fold(name))).isTrue();
            }
        }
    }
}
