package org.viestka.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.mail.MailRefusedException.At;
import org.viestka.smtp.EnvelopeNames;

class MailRefusedExceptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "true  | RECIPIENT  | 550 | 5.1.1 | no such user",
            "true  | RECIPIENT  | 550 | 5.1.1 | User unknown in relay recipient table",
            "true  | RECIPIENT  | 550 |       | No such user here",
            "true  | RECIPIENT  | 553 | 5.1.3 | bad syntax",
            "true  | RECIPIENT  | 556 | 5.1.10 | null MX",
            "true  | RECIPIENT  | 550 | 5.1.1 | ",
            "true  | RECIPIENT  | 550 | 5.2.1 | no such mailbox",
            "true  | RECIPIENT  | 550 | 5.7.1 | Recipient address rejected: User unknown",
            "true  | RECIPIENT  | 550 |       | <quota@limit.example>: user unknown",
            "false | RECIPIENT  | 550 | 5.1.1 | <weekly@news.example.org>: user unknown",
            "false | RECIPIENT  | 535 | 5.7.8 | User unknown",
            "false | RECIPIENT  | 550 | 4.1.1 | User unknown",
            "false | RECIPIENT  | 550 |       | ",
            "false | RECIPIENT  | 551 |       | user not local",
            "false | RECIPIENT  | 550 | 5.2.1 | mailbox disabled",
            "false | RECIPIENT  | 552 | 5.2.2 | mailbox full",
            "false | RECIPIENT  | 552 |       | Requested mail action aborted: exceeded storage allocation",
            "false | RECIPIENT  | 550 | 5.0.0 | unknown",
            "false | RECIPIENT  | 550 |       | <sender@relay.example> unknown",
            "false | RECIPIENT  | 550 |       | Daily sending quota exceeded",
            "false | RECIPIENT  | 550 |       | Access denied",
            "false | RECIPIENT  | 554 |       | Service unavailable",
            "false | RECIPIENT  | 550 |       | Too many messages, try again later",
            "false | RECIPIENT  | 550 |       | Rate limit reached",
            "false | RECIPIENT  | 554 |       | Transaction failed",
            "false | RECIPIENT  | 550 | 5.1.1 | Too many recipients this hour",
            "false | RECIPIENT  | 550 | 5.1.1 | Sender unknown",
            "false | RECIPIENT  | 450 | 4.1.1 | later",
            "false | RECIPIENT  | 552 |       | too many recipients",
            "false | RECIPIENT  | 554 | 5.7.1 | Relay access denied",
            "false | RECIPIENT  | 554 |       | Relay access denied",
            "false | RECIPIENT  | 550 |       | relaying denied",
            "false | RECIPIENT  | 550 | 5.1.8 | sender's domain not found",
            "false | RECIPIENT  | 530 | 5.7.0 | sign in first",
            "false | RECIPIENT  | 550 |       | Your host is blocked",
            "false | RECIPIENT  | 550 | 5.4.5 | daily limit",
            "false | SENDER     | 550 | 5.1.1 | no such user",
            "false | LOGIN      | 535 | 5.7.8 | wrong password",
            "false | MESSAGE    | 550 | 5.1.1 | no such user",
            "false | CONNECTION | 554 |       | no"})
    void only_a_mailbox_that_does_not_exist_ends_a_mail(boolean ends, At at, int code, String enhanced, String text) {
        var refusal = new MailRefusedException(at, code, enhanced == null ? "" : enhanced,
                code + (text == null ? "" : " " + text),
                new EnvelopeNames("news.example.org", "b@news.example.org", "reader@a.example"), null);
        assertThat(refusal.isOfTheRecipient()).isEqualTo(ends);
        assertThat(refusal.getMessage()).doesNotContain("example");
    }
}
