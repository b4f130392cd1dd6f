package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.bounce.Report.Kind;

class VerdictTest {

    private static final Set<String> OURS = Set.of("news.example.org", "bounces.news.example.org");
    /** Of our envelope's sender. */
    private static final String RETURN_PATH = "b+" + "abcdefg2345".repeat(6).substring(0, 61) + "@bounces.news.example.org";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "HARD | 5.1.1 | smtp; 550 5.1.1 <jan@corporate.example>: Recipient address rejected: User unknown | jan@corporate.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 <spam@a.example>: Recipient address rejected: User unknown in virtual mailbox table | spam@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 quota@policy.example user unknown | quota@policy.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 unknown user: rate | rate@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 The user \"block\" does not exist here | block@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 mailbox 'policy' not found | policy@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 User content unknown | content@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 host mx1.spamfilter.example[192.0.2.9] said: 550 5.1.1 No such user (in reply to RCPT TO command) |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 mx.full.example: no such mailbox |",
            "HARD | 5.1.1 | smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. Learn more at 550 5.1.1 https://support.content.example/mail/?p=NoSuchUser&policy=1 a1-abc.123 - gsmtp |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 [blockade@strategy.example]: user unknown | blockade@strategy.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 sorry, no mailbox here by that name. (#5.1.1) |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 <Rate.Full@A.Example>... User unknown | rate.full@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 Recipient <a@relay.policy.example> unknown (host mail-relay.policy.example [2001:db8::25]) | a@relay.policy.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 relay-in.a.example: 550 user not found |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 unknown user temporary@a.example (relay=mx.a.example) | temporary@a.example",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 <reader@a.example> user has too many messages, try again later |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 mailbox of <reader@a.example> is full |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 <reader@a.example>: blocked by our spam filter |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 blocked using zen.spamhaus.example |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 Rate limit reached for <reader@a.example> |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 temporarily rejected, greylisted |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 The mailbox full@a.example is over quota | full@a.example",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 mailbox full | full@a.example",
            "HARD | 5.1.1 | smtp; 550 5.1.1 <reader@a.example>: Recipient address rejected: User unknown in relay recipient map |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 user not found in relay_recipient_maps |",
            "HARD | 5.0.0 | smtp; 550 <reader@a.example>: Recipient address rejected: User unknown in relay recipient table |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 no such user in this relay domain |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 Unable to relay for reader@a.example |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 relaying denied |",
            "SOFT | 5.0.0 | smtp; 550 relay not permitted |",
            "SOFT | 5.7.1 | smtp; 554 5.7.1 <reader@a.example>: Relay access denied: user unknown to us |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 we do not relay for <reader@a.example> |",
            "HARD | 5.0.0 | smtp; 5.1.0 - Unknown address error 550-'5.1.1 <reader@a.example>... User unknown' (delivery attempts: 0) |",
            "HARD | 5.0.0 | smtp; 5.1.0 - Unknown address error 550-'No such user here' (delivery attempts: 1) |",
            "HARD | 5.0.0 | smtp; 5.0.0 Remote host said: 550 5.1.1 Unknown user |",
            "HARD | 5.3.0 | smtp; 554 5.3.0 gateway error -> 550 5.1.1 <reader@a.example>: user unknown |",
            "HARD | 5.0.0 | smtp; 550 5.0.350 Remote server returned an error -> 550 5.1.1 User unknown |",
            "HARD | 5.1.0 | smtp;550 5.1.0 Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup' |",
            "SOFT | 5.0.0 | smtp; 5.1.0 - Unknown address error 550-'5.7.1 Access denied' (delivery attempts: 0) |",
            "SOFT | 5.0.0 | smtp; 5.1.0 - Unknown address error 550-'5.2.2 <reader@a.example>... Mailbox Full' |",
            "SOFT | 5.0.0 | smtp; 5.1.0 - Unknown address error 550-'5.7.606 banned sending IP' (delivery attempts: 0) |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 Recipient unknown at gateway -> 452 4.2.2 mailbox full |",
            "SOFT | 5.0.0 | smtp; 5.1.0 - Unknown address error 554-'rejected: sending host is on a blocklist' |",
            "SOFT | 5.1.351 | smtp;550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.7.1 Message refused for policy |",
            "SOFT | 5.4.4 | smtp; 554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out> |",
            "SOFT | 5.0.0 | smtp; 550 5.0.0 Remote host said: 554 5.7.1 Message looks like spam |",
            "HARD | 5.0.0 | x-supplementary-info::<mx.a.example #5.0.0 smtp; 550 User unknown> |",
            "HARD | 5.0.0 | x-supplementary-info::<mx.a.example #5.1.1 smtp;550 5.1.1 <reader@a.example> unknown user> |",
            "HARD | 5.0.0 | x-diagnostic::No such mailbox here |",
            "HARD | 5.0.0 | x-reason::550 5.1.1 user unknown |",
            "SOFT | 5.0.0 | x-supplementary-info::<mx.a.example #5.0.0 smtp; 550 \"Mailbox full\"> |",
            "SOFT | 5.0.0 | x-supplementary-info::<mx.a.example #5.0.0 smtp; 554 \"Spam detected\"> |",
            "SOFT | 5.0.0 | x-display-name::No such user |",
            "HARD | 5.0.0 (unknown user) |  |",
            "HARD | 5.1.1 |  |",
            "HARD | 5.1.2 |  |",
            "SOFT | 5.0.0 |  |",
            "SOFT | 5.2.1 |  |",
            "SOFT | 5.7.1 |  |",
            "HARD | 5.2.1 | smtp; 550 5.2.1 no such mailbox |",
            "HARD | 5.7.0 | smtp; 550 5.7.0 unknown recipient |",
            "HARD | 5.7.1 | smtp; 550 5.7.1 <reader@a.example>: Recipient address rejected: User unknown |",
            "HARD | 5.5.0 | smtp; 550 5.5.0 Requested action not taken: mailbox does not exist |",
            "HARD | 5.3.0 | smtp; 553 5.3.0 <reader@a.example>... No such user here |",
            "HARD | 5.4.1 | smtp; 550 5.4.1 user not found |",
            "HARD | 5.0.0 | smtp; 550 Account does not exist |",
            "SOFT | 5.2.1 | smtp; 550 5.2.1 mailbox disabled |",
            "SOFT | 5.2.1 | smtp; 550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 recipient does not want mail from you |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 User has blocked you |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 message rejected by the user's policy |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 refused due to recipient preferences |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 This user has marked your mail as unwanted |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 Recipient not authorized, your IP has been found on a block list |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 Account not authorized to receive mail |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 recipient has reached the daily limit |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 <reader@a.example> Recipient rejected: hourly limit exceeded |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 mailbox size limit exceeded |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 insufficient storage |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 user is over the quota |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 Not enough space on the disk |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 account storage exceeded |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 you have sent too much mail |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 maximum number of messages per hour |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 Recipient mailbox is full (user unknown to have space) |",
            "SOFT | 5.1.0 | smtp; 550 5.1.0 <RP> user unknown |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 <RP>: User unknown |",
            "SOFT | 5.0.0 | smtp; 550-Callback setup failed while verifying <RP> 550-(result of an earlier callout reused). 550 Sender verify failed |",
            "SOFT | 5.0.0 | smtp; 550 <RP>: no such user |",
            "SOFT | 5.1.0 | smtp; 553 5.1.0 Domain of sender address RP does not exist |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 unknown domain bounces.news.example.org |",
            "SOFT | 5.0.0 | smtp; 550 Domain news.example.org does not exist |",
            "SOFT | 5.0.0 | smtp; 550 Domain not found |",
            "SOFT | 5.7.1 | smtp; 554 5.7.1 <mail.news.example.org>: Helo command rejected: Host not found |",
            "SOFT | 5.0.0 | smtp; 550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1) |",
            "SOFT | 5.7.1 | smtp; 550 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.25] |",
            "SOFT | 5.0.0 | smtp; 550 unknown sender |",
            "SOFT | 5.0.0 | smtp; 550 Return path user unknown |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 The sender's address was not found |",
            "SOFT | 5.0.0 | smtp; 550 Could not verify sender: no such user |",
            "SOFT | 5.1.8 | smtp; 550 5.1.8 <RP>: User unknown |",
            "SOFT | 5.1.7 | smtp; 550 5.1.7 invalid address |",
            "SOFT | 5.0.0 | smtp; 550 Envelope sender does not exist |",
            "SOFT | 5.0.0 | smtp; 550-Called: 192.0.2.1 550-Sent: RCPT TO:<RP> 550-Response: 550 5.1.1 User unknown 550 Verification failed |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 <RP>: Sender address rejected: User unknown in virtual mailbox table |",
            "SOFT | 5.0.0 | smtp; 550 No such domain: bounces.news.example.org |",
            "SOFT | 5.0.0 | smtp; 550 From address unknown |",
            "SOFT | 5.1.0 | smtp; 550 5.1.0 originator unknown |",
            "SOFT | 5.0.0 | smtp; 550 Mailbox of the sender does not exist |",
            "HARD | 5.1.2 | smtp; 550 5.1.2 <reader@a.example>: Recipient address rejected: Domain not found |",
            "HARD | 5.4.4 | X-Postfix; Host or domain name not found. Name service error for name=a.example type=A: Host not found |",
            "SOFT | 5.4.4 | X-Postfix; Host or domain name not found. Name service error for name=a.example type=MX: Host not found, try again |",
            "SOFT | 5.4.4 | X-Postfix; Name service error for name=a.example type=MX: Malformed or unexpected name server reply |",
            "HARD | 5.1.1 | X-Postfix; unknown user: \"reader\" |",
            "HARD | 5.1.1 | x-unix; user unknown |",
            "SOFT | 5.1.1 | smtp; 550 Rejected |",
            "SOFT | 5.1.3 | SMTP; 553 http://www.spamhaus.org/query/bl?ip=192.0.2.222 |",
            "SOFT | 5.1.3 | SMTP; 553 5.1.3 http://www.spamhaus.org/query/bl?ip=192.0.2.222 |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 email rejected.Mailbox is full.please contact support |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 Postfach voll |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 boîte aux lettres pleine |",
            "SOFT | 5.1.1 | smtp; 550 5.1.1 почтовый ящик переполнен |",
            "HARD | 5.1.1 | smtp; 550 5.1.1 Пользователь не найден |",
            "HARD | 5.0.0 | smtp; 550 Empfänger unbekannt |",
            "SOFT | 5.0.0 | smtp; 450 user unknown |",
            "SOFT | 5.0.0 | smtp; 421 no such user, try again |",
            "SOFT | 4.4.7 | smtp; 550 5.4.7 delivery expired |"})
    void the_words_decide_and_names_do_not(Kind kind, String status, String diagnosis, String recipient) {
        var fields = new HashMap<String, String>();
        fields.put("action", "failed");
        fields.put("final-recipient", "rfc822; " + (recipient == null ? "reader@a.example" : recipient));
        if (status != null) {
            fields.put("status", status);
        }
        if (diagnosis != null) {
            int field = diagnosis.indexOf("::");
            fields.put(field < 0 ? "diagnostic-code" : diagnosis.substring(0, field),
                    diagnosis.substring(field < 0 ? 0 : field + 2).replace("RP", RETURN_PATH));
        }
        assertThat(Verdict.of(fields, OURS)).isEqualTo(kind);
    }

    @Test
    void what_is_on_its_way_is_no_bounce_and_what_expired_says_nothing_of_the_address() {
        for (var action : new String[]{"delayed", "delivered", "relayed", "expanded", "nonsense"}) {
            assertThat(Verdict.of(Map.of("action", action, "status", "5.1.1"), OURS)).isEqualTo(Kind.NOT_A_BOUNCE);
        }
        assertThat(Verdict.of(Map.of("action", "expired", "status", "5.1.1"), OURS)).isEqualTo(Kind.SOFT);
    }

    @Test
    void a_hostile_diagnosis_costs_no_time() {
        long start = System.nanoTime();
        for (var piece : new String[]{"550 5.1.1 ", "said: 550 '", "<", "a.", "user ", "550-\"", "\u2028", "no such user a ",
                "x@"}) {
            var words = piece.repeat(60_000 / piece.length());
            Verdict.of(
                    Map.of("action", "failed", "status", words, "diagnostic-code", words, "x-reason", words, "final-recipient",
                            words + "@a.example"),
                    OURS);
        }
        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    }
}
