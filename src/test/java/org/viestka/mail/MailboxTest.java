package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

    @ParameterizedTest
    @ValueSource(strings = {"weekly@news.example.org", " weekly@news.example.org\n", "Viestka <weekly@news.example.org>",
            "\"Viestka, weekly\" < weekly@NEWS.example.org > ", "<weekly@news.example.org>"})
    void a_name_and_blanks_are_passed_over(String written) {
        assertThat(Mailbox.of(written).address()).isEqualTo("weekly@news.example.org");
        assertThat(HeaderValue.requireAddress("from", Mailbox.of(written).address())).isNotEmpty();
    }

    @Test
    void an_international_domain_becomes_ascii() {
        assertThat(Mailbox.of("weekly@новости.example").address()).isEqualTo("weekly@xn--b1amnebsh.example");
        assertThat(Mailbox.domain("новости.example")).isEqualTo("xn--b1amnebsh.example");
    }

    @Test
    void what_is_no_address_is_refused_with_the_end_of_a_sentence() {
        assertThatThrownBy(() -> Mailbox.of("weekly")).hasMessage("is no whole mail address, like weekly@news.example.org");
        assertThatThrownBy(() -> Mailbox.of("a@b.example, c@d.example")).hasMessageStartingWith("is not one mail address");
        assertThatThrownBy(() -> Mailbox.of("weekly@my_news.example")).hasMessageStartingWith("has no domain");
    }
}
