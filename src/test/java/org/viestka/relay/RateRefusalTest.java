package org.viestka.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.Reply;
import org.viestka.smtp.SmtpPhase;

class RateRefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "true  | MAIL | 450 4.7.1 Error: too much mail from relay.example",
            "true  | MAIL | 451 4.3.0 come back later",
            "true  | RCPT | 450 4.7.1 Error: too many recipients from 192.0.2.1",
            "true  | RCPT | 452 4.5.3 Too many recipients",
            "true  | RCPT | 451 4.7.1 Rate limit exceeded",
            "true  | RCPT | 421 4.7.0 closing",
            "true  | DATA | 451 4.3.2 Please try again later",
            "true  | END  | 454 slow down",
            "true  | END  | 452 4.3.1 sending quota exceeded",
            "true  | END  | 432 4.3.2 concurrent connections limit exceeded",
            "true  | END  | 421 4.7.0 try again later",
            "true  | END  | 454 Throttling failure: maximum sending rate exceeded.",
            "true  | END  | 451 4.7.28 unusual rate of mail",
            "true  | RCPT | 451 4.7.1 you connect too frequently",
            "true  | RCPT | 451 4.7.1 we are slowing down your mail",
            "false | RCPT | 450 4.7.1 Recipient address rejected: Greylisted for 5 minutes",
            "false | RCPT | 450 4.2.0 Recipient address rejected: Greylisted, see http://postgrey.example",
            "false | RCPT | 451 4.7.1 Greylisting in action, please come back later, too fast",
            "false | RCPT | 451 4.7.1 please try again later",
            "false | RCPT | 452 4.2.2 mailbox full: quota exceeded",
            "false | RCPT | 450 4.2.1 this user receives mail too quickly",
            "false | RCPT | 450 4.1.2 domain not found, name service busy",
            "false | RCPT | 450 4.7.1 rated as rather unlimited strategy",
            "false | END  | 451 4.6.0 content looked at",
            "false | RCPT | 550 5.7.1 rate limit exceeded"})
    void words_and_place_tell_whether_all_are_meant(boolean rate, SmtpPhase phase, String reply) {
        var said = new Reply(Integer.parseInt(reply.substring(0, 3)), reply.substring(4));
        var outcome = new Outcome(said.isPermanent() ? Outcome.Kind.FAILED : Outcome.Kind.DEFERRED, phase, said.code(),
                said.enhanced(), said.text(), true);
        assertThat(RateRefusal.is(outcome)).isEqualTo(rate);
    }
}
