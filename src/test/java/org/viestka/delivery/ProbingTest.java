package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.smtp.Outcome;
import org.viestka.smtp.Outcome.Kind;
import org.viestka.smtp.SmtpPhase;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** After a pause one message goes first: the others follow when the relay has answered to it. */
@QuarkusTest
class ProbingTest {

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    Publication publication;
    @Inject
    MailingLedger mailingLedger;
    @Inject
    Ledger ledger;
    @Inject
    DeliveryMetrics metrics;
    @Inject
    DeliveryConfig config;
    @Inject
    Clock clock;

    private Refusals refusals;
    private ClaimedDelivery first;

    @BeforeEach
    void begin() throws Exception {
        slate.wipe();
        var en = publication.edition("en").orElseThrow();
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        mailings.assemble(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        mailingLedger.freezeAndFind();
        mailingLedger.pause(mailing().id, mailing().goingSince, Refusal.of("554 no"));
        mailings.resume(Samples.WEEK, en);
        var outstanding = new ClaimCounts(() -> {
        });
        refusals = new Refusals(mailingLedger, ledger, new Recorder(ledger, metrics, outstanding, clock, config), config,
                () -> {
                });
        first = mailingLedger.claimProbe(mailing().id, UUID.randomUUID()).toSend().get(0);
    }

    @Test
    void a_message_that_could_not_be_made_shows_nothing() {
        refusals.judge(first, mailing(),
                new Outcome(Kind.DEFERRED, SmtpPhase.CONNECT, 451, "", "the message could not be made", true));
        assertThat(mailing().probing).isTrue();
    }

    @Test
    void an_address_that_we_do_not_write_to_shows_nothing() {
        refusals.judge(first, mailing(),
                Outcome.local(Kind.FAILED, SmtpPhase.RCPT, 553, "5.1.3", "bad destination mailbox address", false));
        assertThat(mailing().probing).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = SmtpPhase.class, names = {"MAIL", "RCPT", "DATA", "END"})
    void the_others_follow_one_that_the_relay_puts_off(SmtpPhase phase) {
        refusals.judge(first, mailing(), new Outcome(Kind.DEFERRED, phase, 451, "4.3.0", "4.3.0 later", true));
        assertThat(mailing().probing).isFalse();
    }

    @Test
    void what_was_in_flight_at_a_resume_forgets_no_stop_of_since() {
        var before = mailing();
        var en = publication.edition("en").orElseThrow();
        mailings.pause(Samples.WEEK, en);
        mailings.resume(Samples.WEEK, en);
        var since = mailing();
        refusals.pause(since, "554 no");
        refusals.judge(first, before, new Outcome(Kind.POLICY, SmtpPhase.END, 554, "", "no", true));
        assertThat(refusals.isStopped(since)).isTrue();
    }

    private Mailing mailing() {
        return QuarkusTransaction.requiringNew().call(() -> Mailing.find(Samples.WEEK, "en").orElseThrow());
    }
}
