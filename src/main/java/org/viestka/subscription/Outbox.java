package org.viestka.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.viestka.mail.MailRefusedException;
import org.viestka.mail.MailUnansweredException;
import org.viestka.mail.SingleMails;
import org.viestka.restore.DatabaseHome;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.OutboxRow;
import org.viestka.subscriber.Subscriber;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * Takes the sign-ups that wait and sends the outbox, on every node and each row on one of them. A failed mail is put off and
 * blocks no other; one to a mailbox that does not exist ends.
 */
@ApplicationScoped
class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final int GRACE_SECONDS = 10;
    /** So that a mail which the relay keeps waiting holds up no other. The mailer has ten connections. */
    private static final int MOST_SENDERS = 4;

    /** What one attempt is about. */
    private record Attempt(long row, int number) {}

    /** A mail and where it goes. */
    private record Letter(String id, String to, ReaderMails.Written mail) {}

    private final Clock clock;
    private final Vault vault;
    private final ReaderMails mails;
    private final SingleMails post;
    private final SignUps signUps;
    private final DatabaseHome home;
    /** Whoever sends has the reader's side of it; the end has the other, and keeps it. */
    private final ReadWriteLock sending = new ReentrantReadWriteLock();
    private final Semaphore senders = new Semaphore(MOST_SENDERS);
    private volatile boolean stopping;

    Outbox(Clock clock, Vault vault, ReaderMails mails, SingleMails post, SignUps signUps, DatabaseHome home) {
        this.home = home;
        this.signUps = signUps;
        this.clock = clock;
        this.vault = vault;
        this.mails = mails;
        this.post = post;
    }

    /**
     * Goes on until nothing is due. A second one begins beside it when it has not come to the end by then, and so on, up to
     * {@value #MOST_SENDERS}.
     */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.PROCEED)
    void sendDue() {
        if (!senders.tryAcquire()) {
            return;
        }
        try {
            if (home.isHere() && sending.readLock().tryLock()) {
                try {
                    takeAndSend();
                } finally {
                    sending.readLock().unlock();
                }
            }
        } finally {
            senders.release();
        }
    }

    /** Sign-ups come first: what they come to is a mail, more often than not. */
    private void takeAndSend() {
        boolean any = true;
        while (any && !stopping) {
            any = signUps.takeNext();
        }
        for (var attempt = claim(); attempt.isPresent(); attempt = claim()) {
            send(attempt.get());
        }
    }

    /** Lets the mail that is under way end: one that was sent and is not noted would be sent again. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (!sending.writeLock().tryLock(GRACE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("A single mail is under way still: it may be sent again, with the same Message-ID.");
        }
    }

    private Optional<Attempt> claim() {
        return stopping || post.isResting() || (post.isLoginInDoubt() && !isAlone())
                ? Optional.empty()
                : inTransaction(() -> OutboxRow.findDueForClaim(clock.instant()).map(row -> {
                    row.claim(clock.instant());
                    return new Attempt(row.id, row.attempts);
                }));
    }

    /** Four logins at once would be as many refusals, where the relay is to see few. */
    private boolean isAlone() {
        return senders.availablePermits() == MOST_SENDERS - 1;
    }

    private void send(Attempt attempt) {
        try {
            // Without a letter there is nothing left to say: the reader has acted in the meantime.
            inTransaction(() -> write(attempt)).ifPresent(letter -> post.sendAs(letter.mail().sender(), letter.id(),
                    letter.to(), letter.mail().language(), letter.mail().subject(), letter.mail().html(),
                    letter.mail().text()));
        } catch (MailRefusedException e) {
            LOG.warnf("Outbox row %d was not sent at attempt %d: %s", attempt.row(), attempt.number(), e.getMessage());
            change(attempt, row -> refused(row, e));
            return;
        } catch (MailUnansweredException e) {
            LOG.warnf(
                    "Outbox row %d: the relay has not answered attempt %d in time and may have taken the mail. If it does not say"
                            + " so before the next attempt, the mail goes once more, with the same Message-ID.",
                    attempt.row(),
                    attempt.number());
            change(attempt, row -> putOff(row, OutboxRow::awaitAnswer));
            e.onceTaken(() -> change(attempt, OutboxRow::delete));
            return;
        } catch (RuntimeException e) {
            // Not the failure itself: the relay's reply may quote the address.
            LOG.warnf("Outbox row %d was not sent at attempt %d: %s", attempt.row(), attempt.number(), kind(e));
            change(attempt, row -> putOff(row, OutboxRow::defer));
            return;
        }
        change(attempt, OutboxRow::delete);
    }

    private static void change(Attempt attempt, Consumer<OutboxRow> change) {
        QuarkusTransaction.requiringNew()
                .run(() -> OutboxRow.findClaimed(attempt.row(), attempt.number()).ifPresent(change));
    }

    private Optional<Letter> write(Attempt attempt) {
        return OutboxRow.findClaimed(attempt.row(), attempt.number()).flatMap(row -> Subscriber
                .<Subscriber>findByIdOptional(row.subscriberId)
                .filter(subscriber -> ReaderMails.isWanted(row, subscriber, vault))
                .map(subscriber -> letter(row, subscriber, subscriber.address(vault))));
    }

    private Letter letter(OutboxRow row, Subscriber to, Address address) {
        return new Letter(vault.messageId("outbox-" + row.id, to.id, row.createdAt), address.mailbox(),
                mails.write(row.kind, to, address));
    }

    private void refused(OutboxRow row, MailRefusedException refusal) {
        if (refusal.isOfTheRecipient()) {
            LOG.warnf("Outbox row %d is given up: the relay says that there is no such mailbox.", row.id);
            row.delete();
        } else {
            putOff(row, OutboxRow::defer);
        }
    }

    private void putOff(OutboxRow row, BiConsumer<OutboxRow, Instant> how) {
        if (row.isHopeless(clock.instant())) {
            LOG.warnf("Outbox row %d was given up after %d attempts", row.id, row.attempts);
            row.delete();
        } else {
            how.accept(row, clock.instant());
        }
    }

    private static String kind(Throwable failure) {
        return failure.getCause() == null ? failure.getClass().getName() : kind(failure.getCause());
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
