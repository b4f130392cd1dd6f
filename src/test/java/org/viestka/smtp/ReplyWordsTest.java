package org.viestka.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
            "5.1.1 | user <…> unknown | MAILBOX",
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

    @ParameterizedTest
    @ValueSource(strings = {"552 5.2.2 The mailbox does not have enough space to accept this message",
            "550 Mailbox doesn't have room for this message",
            "550 5.7.1 User does not have permission to receive external mail",
            "550 mailbox quota exceeded, mail deleted",
            "550 User's quota exceeded; the message was removed",
            "550 5.2.1 user daily limit reached, removed from queue",
            "550 5.7.1 User has blocked you; message deleted",
            "550 address blocked by reputation, not valid",
            "550 5.7.1 This e-mail contains spam and was deleted",
            "550 5.7.1 Email rejected: DMARC record invalid",
            "550 Email blocked: SPF record not found",
            "550 E-mail is not valid (RFC 5322)",
            "554 5.7.1 You have exceeded the maximum number of unknown users",
            "550 5.7.1 Excessive unknown recipients",
            "550 Пользователь временно отсутствует",
            "550 Получатель отсутствует, в отпуске",
            "550 Адрас часова адсутнічае",
            "550 Benutzer vorübergehend nicht gefunden",
            "550 Utilisateur temporairement introuvable",
            "550 usuario temporalmente no encontrado",
            "550 Ваш адрес не существует",
            "550 Ваш IP адрес неизвестен",
            "550 Обратный адрес не найден",
            "550 Ваш адрас невядомы",
            "550 Ihre E-Mail-Adresse existiert nicht",
            "550 Votre adresse est inconnue",
            "550 Hostadresse unbekannt",
            "550 5.1.1 User unknown (could not bind to directory)",
            "550 5.1.1 User unknown (DB down)",
            "550 5.1.1 User unknown - migration in progress",
            "550 5.1.1 User unknown; server is in read-only mode",
            "550 Пользователь не найден: ошибка базы данных",
            "550 Benutzer nicht gefunden: Datenbankfehler",
            "550 mailbox server not known",
            "550 recipient's mailserver could not be found",
            "554 5.2.1 mailbox store not found",
            "550 user's home directory not found",
            "550 address refused for unknown reasons",
            "550 account status unknown",
            "550 no such file exists",
            "550 no such service here",
            "550 5.3.2 This MX is no longer in use",
            "550 Your plan is no longer valid",
            "550 5.7.1 you are not a valid user",
            "550 You have no account with us",
            "550 relay account not found",
            "550 Unknown customer, relay refused",
            "550 5.7.8 no such user",
            "550 unable to return mail: user unknown",
            "550 5.5.4 Invalid Address",
            "550 user not found in our access list",
            "550 5.7.1 User not found in list of permitted correspondents",
            "550 5.1.1 <…>: Recipient address rejected: Please see http://www.openspf.org/Why"})
    void a_refusal_that_gives_another_reason_blames_no_mailbox(String reply) {
        assertThat(ReplyWords.about(reply)).isNotEqualTo(About.MAILBOX);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. Learn more at https://support.google.com/mail/?p=NoSuchUser - gsmtp",
            "554 delivery error: dd This user doesn't have a yahoo.com account (<…>) [0] - mta1234.mail.bf1.yahoo.com",
            "554 delivery error: dd Requested mail action aborted, mailbox not found - mta4152.mail.gq1.yahoo.com",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient <…> not found by SMTP address lookup",
            "550 5.1.1 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [Qk3rtbyNO3KrtQ.uk23]",
            "550 permanent failure for one or more recipients (<…>:550 5.1.1 User unknown)",
            "550 <…>: Recipient address rejected: User unknown (#5.1.1) (barracuda)",
            "550 5.1.1 User Unknown (in reply to RCPT TO command) proofpoint",
            "553 5.1.2 We weren't able to find the recipient domain. Please check for any spelling errors, and make sure you didn't enter any spaces",
            "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416 [416]",
            "550 Sorry, no mailbox here by that name. vpopmail (#5.1.1)",
            "550 5.1.6 recipient no longer on server: <…>",
            "556 5.1.10 Domain example.net does not accept mail (nullMX)",
            "550 5.1.1 unknown or illegal user",
            "550 5.1.1 User unknown, please unsubscribe this address from your newsletter",
            "550 5.1.1 Mailbox <…> does not exist, contact the sender for the right address",
            "550 5.1.1 Mailbox not found for recipient. Contact the sender's administrator",
            "550 5.1.1 User does not exist in our directory",
            "550 5.1.1 Address unknown",
            "550 The recipient's email address wasn't found at example.net",
            "550 that mailbox is gone",
            "550 Account closed",
            "550 Die E-Mail-Adresse des Empfängers existiert nicht",
            "550 Kein Postfach mit diesem Namen vorhanden",
            "550 La cuenta de correo no existe",
            "550 Destinatário desconhecido",
            "550 Nie ma takiego użytkownika",
            "550 Uživatel neexistuje",
            "550 Gebruiker onbekend",
            "550 Аккаунт удалён",
            "550 5.1.1 несуществующий адрес",
            "550 5.1.1 Такого адрасата няма",
            "550 5.1.1 用户不存在",
            "550 5.0.350 Remote server returned an error -> 550 5.1.1 User unknown"})
    void a_refusal_that_says_nothing_but_that_nobody_is_there_blames_the_mailbox(String reply) {
        assertThat(ReplyWords.about(reply)).isEqualTo(About.MAILBOX);
    }
}
