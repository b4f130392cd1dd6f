package org.viestka.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.smtp.ReplyWords.About;

class ReplyWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", value = {
            "5.1.1 | user unknown | MAILBOX",
            "5.1.1 | <jana@strategy.example>: Recipient address rejected: User unknown | MAILBOX",
            "5.1.1 | x@corporate.example user unknown | MAILBOX",
            "5.1.1 | <kate.fuller@a.example>: Recipient address rejected: User unknown in virtual mailbox table | MAILBOX",
            "5.1.1 | <block@a.example>: Recipient address rejected: User unknown in relay recipient table | MAILBOX",
            "5.1.1 | host relay.a.example[192.0.2.9] said: no such user (in reply to RCPT TO command) | MAILBOX",
            "5.1.1 | user block unknown | MAILBOX",
            "5.1.1 | mailbox 'rate' does not exist | MAILBOX",
            "5.1.1 | The email account that you tried to reach does not exist. Please try double-checking the recipient's email address | MAILBOX",
            "5.7.1 | No such user! | MAILBOX",
            "5.2.1 | <reader@a.example>... User Unknown | MAILBOX",
            "^^ | no such user | MAILBOX",
            "5.0.0 | <mx.a.example #5.0.0 smtp; 550 \"Unknown User\"> | MAILBOX",
            "5.0.0 | smtp; 550 \"Unknown User\" | MAILBOX",
            "5.0.0 | 5.1.0 - Unknown address error 550-'5.1.1 <reader@a.example>: Recipient address rejected: a.example' (delivery attempts: 0) | MAILBOX",
            "5.0.0 | 5.3.0 - Other mail system problem 554-'5.7.1 message refused for its content' (delivery attempts: 0) | POLICY",
            "5.1.1 | RESOLVER.ADR.RecipNotFound; not found | MAILBOX",
            "5.1.10 | | MAILBOX",
            "5.1.1 | Empfänger unbekannt | MAILBOX",
            "5.0.0 | Пользователь не найден | MAILBOX",
            "5.1.1 | too many recipients this hour | LIMIT",
            "5.1.1 | <reader@a.example> Recipient rejected: sent to too many recipients this hour | LIMIT",
            "5.1.1 | <reader@a.example> sending rate exceeded, try later | LIMIT",
            "5.4.5 | the allowance of this account for today is used up | LIMIT",
            "5.4.5 | Daily user sending quota exceeded | LIMIT",
            "5.7.1 | Sender rate limited | LIMIT",
            "4.7.28 | | LIMIT",
            "^^ | Daily message quota exceeded | LIMIT",
            "^^ | you have reached a limit for sending mail | LIMIT",
            "^^ | Too many mails today | LIMIT",
            "^^ | Throttling failure: maximum sending rate exceeded | LIMIT",
            "5.2.2 | mailbox over quota | MAILBOX_FULL",
            "5.1.1 | mailbox over quota | MAILBOX_FULL",
            "5.1.1 | The email account that you tried to reach is over quota | MAILBOX_FULL",
            "4.2.1 | The user you are trying to contact is receiving mail at a rate that prevents additional messages | MAILBOX_FULL",
            "5.1.1 | user's mailbox is full | MAILBOX_FULL",
            "5.1.0 | <b+x@bounce.example> sender rejected | SENDER",
            "5.1.0 | <b+x@bounce.example> sender address unknown | SENDER",
            "5.0.0 | Verification failed for <b+x@bounce.example> No Such User Here Sender verify failed | SENDER",
            "5.0.0 | Sender address rejected: Domain not found | SENDER",
            "^^ | you may not send as this address | SENDER",
            "5.7.1 | the sender address is not owned by this login | SENDER",
            "^^ | refused: this account has not proved that the sender is its own | SENDER",
            "5.1.8 | | SENDER",
            "5.1.1 | Account not found for API key | SENDER",
            "5.1.8 | domain of <b+x@bounce.example> not found | SENDER",
            "5.0.0 | the sender's domain was not found | SENDER",
            "5.1.1 | Client host rejected: cannot find your hostname | SENDER",
            "5.7.1 | <reader@a.example>: Relay access denied | POLICY",
            "5.7.1 | Message refused for policy reasons | POLICY",
            "5.7.1 | user reported this as spam | POLICY",
            "5.1.1 | Message looks like spam | POLICY",
            "5.1.1 | mail box overflow | POLICY", "5.1.1 | mailbox disabled | POLICY",
            "5.1.1 | Recipient address rejected: you are not welcome | POLICY", "5.1.1 | Recipient address rejected: | MAILBOX",
            "5.1.1 | no such user, could not connect to our directory | POLICY", "5.1.1 | mailbox unavailable | MAILBOX",
            "5.1.1 | user temporarily unknown, try again | POLICY",
            "5.7.1 | this recipient does not take your mail | POLICY",
            "5.3.4 | message size exceeds fixed limit | POLICY",
            "5.1.1 | Почтовый ящик полон | MAILBOX_FULL",
            "5.1.1 | Превышен лимит размера почтового ящика | MAILBOX_FULL",
            "^^ | Das Postfach des Empfängers ist voll | MAILBOX_FULL",
            "5.1.1 | Empfänger vorübergehend nicht erreichbar | POLICY",
            "5.1.1 | Адрес недоступен, попробуйте позже | POLICY",
            "5.1.1 | Nachrichtengröße überschritten | POLICY",
            "^^ | Die IP-Adresse ist unbekannt | SENDER",
            "^^ | Absenderadresse existiert nicht | SENDER",
            "^^ | Zu viele Nachrichten heute | LIMIT",
            "^^ | Tageslimit erreicht | LIMIT",
            "^^ | Sendelimit überschritten | LIMIT",
            "^^ | Empfängeradresse existiert nicht | MAILBOX",
            "^^ | Mailbox nicht vorhanden | MAILBOX",
            "^^ | Unbekannter Empfänger | MAILBOX",
            "^^ | Нет такого почтового ящика | MAILBOX",
            "^^ | Неизвестный получатель | MAILBOX",
            "5.0.0 | Rejected | UNKNOWN",
            "5.2.1 | mailbox disabled | UNKNOWN"})
    void the_words_tell_whom_a_refusal_blames(String enhanced, String text, About about) {
        assertThat(ReplyWords.about(enhanced, text == null ? "" : text)).isEqualTo(about);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "550 5.1.1 <a@b.example>: User unknown (4XyZ1) | 550 5.1.1 <…>: user unknown (7Qq9) ",
            "554 5.7.1 mx1.relay.example: id 17-abc4 refused | 554 5.7.1 mx22.relay.example: id 9-ffe0 refused",
            "550 Unrouteable address 'kate' at 12:01:07 | 550 Unrouteable address 'block' at 12:44:00"})
    void equal_refusals_of_different_readers_have_one_fingerprint(String one, String other) {
        assertThat(ReplyWords.fingerprint(one)).isEqualTo(ReplyWords.fingerprint(other)).isNotEmpty();
    }

    @Test
    void different_refusals_have_different_fingerprints() {
        assertThat(ReplyWords.fingerprint("550 5.1.1 user unknown"))
                .isNotEqualTo(ReplyWords.fingerprint("550 5.1.1 mailbox full"));
    }

    @Test
    void a_hostile_text_costs_no_time() {
        long start = System.nanoTime();
        for (var text : new String[]{"user ".repeat(40_000), "a.".repeat(100_000), "'".repeat(200_000), "<".repeat(200_000),
                "sender is ".repeat(20_000), "mailbox a ".repeat(20_000), "a".repeat(200_000) + "@"}) {
            ReplyWords.about("5.1.1", text);
            ReplyWords.fingerprint(text);
        }
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
}
